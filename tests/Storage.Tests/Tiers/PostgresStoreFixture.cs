using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>A database of a class's own.</summary>
/// <param name="tier">The tier.</param>
/// <param name="choice">The same as an option.</param>
public abstract class PostgresStoreFixture(Tier tier, TierChoice choice) : PostgresFixture(tier), IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Tier _tier = tier;
    private PostgresPlace? _place;

    /// <summary>The shared place.</summary>
    public async Task<PostgresPlace> PostgresAsync()
    {
        var database = await DatabaseAsync();
        await _gate.WaitAsync();
        try
        {
            if (_place is null)
            {
                var place = new PostgresPlace(database, choice, owned: false);
                await place.PrepareAsync();
                _place = place;
            }

            return _place;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A place of the test's own, without a schema.</summary>
    public async Task<PostgresPlace> FreshPostgresAsync() => await PreparedAsync(await PostgresDatabase.CreateAsync(_tier));

    /// <summary>A place of the test's own, set up and empty.</summary>
    public async Task<PostgresPlace> ReadyPostgresAsync()
    {
        // Counts the test, or skips it.
        await PostgresDatabase.ForTierAsync(_tier);
        return await PreparedAsync(await ReadyDatabases.CopyAsync(_tier, choice));
    }

    /// <inheritdoc cref="IStoreFixture.PlaceAsync"/>
    public async Task<StorePlace> PlaceAsync() => await PostgresAsync();

    /// <inheritdoc cref="IStoreFixture.FreshAsync"/>
    public async Task<StorePlace> FreshAsync() => await FreshPostgresAsync();

    /// <inheritdoc cref="IStoreFixture.ReadyAsync"/>
    public async Task<StorePlace> ReadyAsync() => await ReadyPostgresAsync();

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (_place is not null)
        {
            await _place.DisposeAsync();
        }

        await base.DisposeAsync();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<PostgresPlace> PreparedAsync(PostgresDatabase database)
    {
        var place = new PostgresPlace(database, choice, owned: true);
        await place.PrepareAsync();
        return place;
    }
}
