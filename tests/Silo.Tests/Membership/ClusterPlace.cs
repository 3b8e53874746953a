using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Tests.Membership;

/// <summary>A database with the schema, in which the silos of a test find each other or what a test has left there.</summary>
public sealed partial class ClusterPlace() : PostgresFixture(Tier.Postgres)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _ready;

    public async Task<string> ConnectionStringAsync()
    {
        var database = await DatabaseAsync();
        await _gate.WaitAsync();
        try
        {
            if (!_ready)
            {
                await using var store = StoreFactory.Postgres(database.ConnectionString, new PostgresStoreOptions { Tier = TierChoice.Postgres }, NullLogger.Instance);
                await store.OpenAsync(applySchema: true, CancellationToken.None);
                _ready = true;
            }
        }
        finally
        {
            _gate.Release();
        }

        return database.ConnectionString;
    }

    public async Task<Dictionary<string, string?>> EnvironmentAsync(string clusterId, string? serviceId = null) => new()
    {
        ["ConnectionStrings__Metrics"] = await ConnectionStringAsync(),
        ["Metrics__Tier"] = "postgres",
        ["Cluster__ClusterId"] = clusterId,
        ["Cluster__ServiceId"] = serviceId ?? clusterId,
    };

    /// <summary>Writes a silo into the membership table that is not there.</summary>
    public async Task AddSiloAsync(string clusterId, string name, int port, TimeSpan ago, int status = 3)
    {
        await ExecuteAsync("INSERT INTO orleans_cluster (deployment_id, version) VALUES (@id, 1) ON CONFLICT DO NOTHING", clusterId);
        await ExecuteAsync(
            $"""
            INSERT INTO orleans_silo (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
            VALUES (@id, '127.0.0.1', {port}, 1, '{name}', 'gone', {status}, 1, now() - INTERVAL '2 h', now() - INTERVAL '{ago.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s')
            """,
            clusterId);
    }

    /// <summary>Orleans's status of a silo: 3 is active, 6 is dead.</summary>
    public async Task<int> StatusAsync(string clusterId, int generation) =>
        (int)(await ExecuteAsync($"SELECT status FROM orleans_silo WHERE deployment_id = @id AND generation = {generation}", clusterId))!;

    /// <summary>How many instances are active on a silo.</summary>
    internal static async Task<int> InstancesAsync(SiloProcess silo)
    {
        var text = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return ActiveInstances().Match(text) is { Success: true } match ? int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Pushes one sample to each instance, and returns those that did not take it.</summary>
    internal static async Task<IReadOnlyList<Guid>> PushAsync(SiloProcess silo, IEnumerable<Guid> ids)
    {
        var left = new ConcurrentBag<Guid>();

        // Fewer at once than a caller may.
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = TestContext.Current.CancellationToken }, async (id, _) =>
        {
            var (status, _) = await silo.Http.PushAsync(id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");
            if (status != HttpStatusCode.Accepted)
            {
                left.Add(id);
            }
        });
        return [.. left];
    }

    private async Task<object?> ExecuteAsync(string statement, string clusterId)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync());
        await connection.OpenAsync();
#pragma warning disable CA2100 // The tests' own texts.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue("id", clusterId);
        return await command.ExecuteScalarAsync();
    }

    [GeneratedRegex("""orleans_catalog_activations\{[^}]*grain_type="instance"[^}]*\} (?<count>\d+)""")]
    private static partial Regex ActiveInstances();
}
