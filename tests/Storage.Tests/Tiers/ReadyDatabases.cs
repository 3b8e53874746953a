using System.Collections.Concurrent;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing.Postgres;

[assembly: AssemblyFixture(typeof(ReadyDatabases))]

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>A database of each tier that is set up and empty, to copy: setting up takes ten times as long as copying.</summary>
public sealed class ReadyDatabases : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<TierChoice, Lazy<Task<PostgresDatabase>>> Made = new();

    /// <summary>A copy for a test. Jobs of the extension that the copy's test does not run itself are put off.</summary>
    public static async Task<PostgresDatabase> CopyAsync(Tier tier, TierChoice choice)
    {
        var making = Made.GetOrAdd(choice, _ => new(() => MakeAsync(tier, choice)));
        try
        {
            return await (await making.Value).CopyAsync();
        }
        catch when (making.Value.IsFaulted)
        {
            // The next one tries again.
            Made.TryRemove(KeyValuePair.Create(choice, making));
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var making in Made.Values)
        {
            await (await making.Value).DisposeAsync();
        }
    }

    private static async Task<PostgresDatabase> MakeAsync(Tier tier, TierChoice choice)
    {
        var database = await PostgresDatabase.CreateAsync(tier);
        await using (var place = new PostgresPlace(database, choice, owned: false))
        {
            await place.PrepareAsync();
            await place.StoreAsync();
            if (choice == TierChoice.Timescale)
            {
                // By their schedule they might all be due in a copy that is made later.
                await place.ExecuteAsync("SELECT alter_job(job_id, next_start => now() + INTERVAL '1 day') FROM timescaledb_information.jobs WHERE job_id >= 1000");
            }
        }

        await database.SealAsync();
        return database;
    }
}
