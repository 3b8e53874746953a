using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

/// <summary>Both sides of a migration.</summary>
/// <param name="source">Where rows come from.</param>
/// <param name="target">Where they are.</param>
public sealed class MigrationPlace(SourceTable source, PostgresPlace target) : IAsyncDisposable
{
    public SourceTable Source => source;

    public PostgresPlace Target => target;

    /// <summary>A source with these readings, and a target with what a migration has to make of them.</summary>
    public static async Task<MigrationPlace> CreateAsync(
        PostgresPlace target, bool isLegacy, NetworkMode network, IReadOnlyList<SourceReading> readings, IReadOnlyCollection<Guid> instances)
    {
        var place = new MigrationPlace(new SourceTable(await PostgresDatabase.CreateAsync(Tier.Postgres), isLegacy), target);
        await place.Source.CreateAsync(instances);
        await place.Source.WriteAsync(readings);
        await target.ExecuteAsync("INSERT INTO instances SELECT id FROM unnest($1) AS id", instances.ToArray());
        await place.WriteAsync(Repair.Rows(readings, instances, network));
        await target.RefreshAsync(readings.Min(reading => reading.Timestamp));
        return place;
    }

    /// <summary>Writes rows to the target.</summary>
    public async Task WriteAsync(IEnumerable<InstanceSample> rows)
    {
        await using var connection = new NpgsqlConnection($"{target.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var import = await connection.BeginBinaryImportAsync("COPY resource_usage FROM STDIN (FORMAT binary)");
        foreach (var row in rows)
        {
            await import.StartRowAsync();
            await import.WriteAsync(row.Id, NpgsqlDbType.Uuid);
            await import.WriteAsync(row.InstanceId, NpgsqlDbType.Uuid);
            await import.WriteAsync(row.Sample.Timestamp.UtcDateTime, NpgsqlDbType.TimestampTz);
            await import.WriteAsync(row.Sample.CpuUsage, NpgsqlDbType.Double);
            await import.WriteAsync(row.Sample.MemoryUsage, NpgsqlDbType.Bigint);
            await import.WriteAsync(row.Sample.MemoryLimit, NpgsqlDbType.Bigint);
            await import.WriteAsync(row.Sample.NetworkIn, NpgsqlDbType.Bigint);
            await import.WriteAsync(row.Sample.NetworkOut, NpgsqlDbType.Bigint);
        }

        await import.CompleteAsync();
    }

    /// <summary>What to verify.</summary>
    public VerificationScope Scope(NetworkMode network) => new()
    {
        Source = source.ConnectionString,
        SourceTable = source.Name,
        Network = network,
        Target = target.ConnectionString,
    };

    /// <summary>Verifies.</summary>
    public static Task<VerificationReport> VerifyAsync(VerificationScope scope) =>
        new MigrationVerifier(TimeProvider.System).VerifyAsync(scope, null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await target.DisposeAsync();
    }
}
