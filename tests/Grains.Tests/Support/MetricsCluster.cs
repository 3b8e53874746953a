using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Grains.Settings;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;

namespace LaunchStack.Metrics.Grains.Tests.Support;

/// <summary>Silos with the real grains, which share a store, on a SQLite file unless a test asks for another tier; one silo, unless a test asks for more.</summary>
internal sealed class MetricsCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("launchstack-grains-").FullName;
    private readonly InProcessTestCluster _cluster;
    private readonly PostgresDatabase? _database;

    private MetricsCluster(MetricsOptions options, int silos, Action<ISiloBuilder>? configureSilo, Tier tier, PostgresDatabase? database)
    {
        _database = database;
        var stores = NewStores();
        Store = new ControlledStore(database is null ? stores.Samples : NewStore(database, tier));
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ISampleStore>(Store);
            silo.Services.AddSingleton<IOptions<MetricsOptions>>(Options.Create(options));
            silo.AddMetricsGrains();
            if (database is null)
            {
                silo.Services.AddSingleton(stores.GrainState);
                silo.AddStoreGrainStorage();
            }
            else
            {
                silo.AddMemoryGrainStorage(StateStorage.Name);
            }

            configureSilo?.Invoke(silo);
        });
        _cluster = builder.Build();
    }

    public ControlledStore Store { get; }

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The silo's own way to its grains, which works until they are gone.</summary>
    public IGrainFactory InSilo => Service<IGrainFactory>();

    public InProcessTestCluster Silos => _cluster;

    private IManagementGrain Management => Grains.GetGrain<IManagementGrain>(0);

    private string DatabasePath => Path.Combine(_folder, "launchstack.db");

    public static async Task<MetricsCluster> StartAsync(
        Action<MetricsOptions>? configure = null, int silos = 1, Action<ISiloBuilder>? configureSilo = null, Tier tier = Tier.Sqlite)
    {
        var database = tier == Tier.Sqlite ? null : await PostgresDatabase.CreateAsync(tier);
        if (database is null)
        {
            TierReport.Ran(tier);
        }

        // A timer that a test does not mean to see should not fire in it.
        var options = new MetricsOptions { FlushInterval = TimeSpan.FromMinutes(10), WriterLinger = TimeSpan.Zero, WriterLanes = 1 };
        configure?.Invoke(options);
        var cluster = new MetricsCluster(options, silos, configureSilo, tier, database);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>A service of the silo's.</summary>
    public T Service<T>()
        where T : notnull => _cluster.Silos[0].ServiceProvider.GetRequiredService<T>();

    public IInstanceGrain Instance(Guid id) => Grains.GetGrain<IInstanceGrain>(id);

    public IInstanceQueryGrain Query(Guid id) => Grains.GetGrain<IInstanceQueryGrain>(id);

    /// <summary>How many of an instance's samples are committed.</summary>
    public async Task<int> StoredAsync(Guid id) => (await Store.RecentAsync(id, 100_000, null, CancellationToken.None)).Count;

    /// <summary>Where an instance's grain is; null: nowhere.</summary>
    public async Task<SiloAddress?> PlaceOfAsync(Guid id) => await Management.GetActivationAddress(Instance(id));

    /// <summary>Moves an instance's grain to another silo.</summary>
    public async Task MoveAsync(Guid id)
    {
        var to = await BeginMoveAsync(id);
        await Deadline.UntilAsync(async () => to.Equals(await PlaceOfAsync(id)), "the grain has moved");
    }

    /// <summary>Asks an instance's grain to go on on another silo, and says which.</summary>
    public async Task<SiloAddress> BeginMoveAsync(Guid id)
    {
        var from = await PlaceOfAsync(id);
        var to = _cluster.Silos.Select(silo => silo.SiloAddress).First(address => !address.Equals(from));
        RequestContext.Set(IPlacementDirector.PlacementHintKey, to);
        await Instance(id).AsReference<IGrainManagementExtension>().MigrateOnIdle();
        RequestContext.Clear();
        return to;
    }

    /// <summary>Has the silos collect every grain that does nothing at the moment.</summary>
    public Task CollectIdleAsync() => Management.ForceActivationCollection(TimeSpan.Zero);

    /// <summary>Deletes an instance behind the service's back.</summary>
    public Task DeleteInstanceAsync(Guid id) =>
        ExecuteAsync("DELETE FROM instances WHERE id = ?1", id.ToByteArray(bigEndian: true));

    /// <summary>Gives an instance's only sample another id and time behind the service's back.</summary>
    public Task MoveSampleAsync(Guid instanceId, Guid id, DateTimeOffset timestamp) => ExecuteAsync(
        "UPDATE resource_usage SET id = ?2, timestamp = ?3 WHERE instance_id = ?1",
        instanceId.ToByteArray(bigEndian: true),
        id.ToByteArray(bigEndian: true),
        Timestamps.ToUnixMicroseconds(timestamp));

    /// <summary>Locks an instance's row as an operator may, until the connection is closed. For tiers of PostgreSQL.</summary>
    public async Task<NpgsqlConnection> LockInstanceAsync(Guid id)
    {
        var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand($"BEGIN; SELECT FROM instances WHERE id = '{id}' FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Runs a statement on PostgreSQL.</summary>
    public async Task<object?> QueryAsync(string statement)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Brings hours and days up to date, as the tier does when it is time.</summary>
    public async Task RefreshAsync()
    {
        switch (Store.Tier)
        {
            case Tier.Timescale:
                foreach (var view in new[] { "resource_usage_hourly", "resource_usage_daily" })
                {
                    // The extension's own job may be at it.
                    await Deadline.UntilAsync(
                        async () =>
                        {
                            await QueryAsync($"CALL refresh_continuous_aggregate('{view}', NULL, now() - INTERVAL '1 hour')");
                            return true;
                        },
                        $"{view} is refreshed");
                }

                break;
            case Tier.Postgres or Tier.TimescaleApache:
                while (await QueryAsync("SELECT launchstack_roll(now())") is true)
                {
                }

                break;
        }
    }

    public Task UntilStoredAsync(Guid id, int count) =>
        Deadline.UntilAsync(async () => await StoredAsync(id) == count, $"{count} samples in the store");

    /// <summary>Stops the silo as a host would, then counts what is in the file.</summary>
    public async Task<long> StopAndCountAsync(IEnumerable<Guid> ids)
    {
        await _cluster.StopAllSilosAsync();
        await Store.DisposeAsync();
        await using var store = NewStores().Samples;
        await store.OpenAsync(applySchema: false, CancellationToken.None);
        var total = 0L;
        foreach (var id in ids)
        {
            total += (await store.RecentAsync(id, 100_000, null, CancellationToken.None)).Count;
        }

        return total;
    }

    public async ValueTask DisposeAsync()
    {
        Store.Release();
        await _cluster.DisposeAsync();
        await Store.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection($"{_database!.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private async Task ExecuteAsync(string statement, params object[] parameters)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Foreign Keys=True;Pooling=False");
        await connection.OpenAsync();
        await using var command = new SqliteCommand(statement, connection);
        for (var index = 0; index < parameters.Length; index++)
        {
            command.Parameters.AddWithValue($"?{index + 1}", parameters[index]);
        }

        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static ISampleStore NewStore(PostgresDatabase database, Tier tier) => StoreFactory.Postgres(
        database.ConnectionString,
        new PostgresStoreOptions
        {
            Tier = tier switch
            {
                Tier.Timescale => TierChoice.Timescale,
                Tier.TimescaleApache => TierChoice.Apache,
                _ => TierChoice.Postgres,
            },
        },
        NullLogger.Instance);

    private SqliteStores NewStores() => StoreFactory.Sqlite(DatabasePath, TimeProvider.System, NullLogger.Instance);
}
