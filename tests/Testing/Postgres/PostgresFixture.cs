using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>
/// One database per suite, for <c>IClassFixture</c>: derive from it with the tier. Made by the first test that asks, so that a
/// missing tier skips tests by name.
/// </summary>
/// <param name="tier">What the database must be able to do.</param>
public abstract class PostgresFixture(Tier tier) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private PostgresDatabase? _database;

    /// <summary>The suite's database. Call it in every test: it counts or skips the test.</summary>
    public async Task<PostgresDatabase> DatabaseAsync()
    {
        var server = await PostgresDatabase.ForTierAsync(tier);
        await _gate.WaitAsync();
        try
        {
            return _database ??= await PostgresDatabase.CreateAsync(server);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _gate.Dispose();
        GC.SuppressFinalize(this);
    }
}
