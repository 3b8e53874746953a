namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    private const string GuideColumns = """
        id UUID NOT NULL DEFAULT gen_random_uuid(), instance_id UUID NOT NULL REFERENCES instances(id) ON DELETE CASCADE,
        timestamp TIMESTAMPTZ NOT NULL DEFAULT NOW(), cpu_usage FLOAT NOT NULL DEFAULT 0, memory_usage BIGINT NOT NULL DEFAULT 0,
        memory_limit BIGINT NOT NULL DEFAULT 0, network_in BIGINT NOT NULL DEFAULT 0, network_out BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (id, timestamp)
        """;

    private static string OldPartitions => string.Concat(
        Enumerable.Range(0, 10).Select(day => Start.AddDays(day - 1)).Select(day =>
            $"CREATE TABLE usage_{day:yyyyMMdd} PARTITION OF resource_usage FOR VALUES FROM ('{day:yyyy-MM-dd}') TO ('{day.AddDays(1):yyyy-MM-dd}');"));

    [Theory]
    [InlineData("plain")]
    [InlineData("index")]
    [InlineData("partitions")]
    [InlineData("chunks")]
    public async Task The_guides_own_table_is_migrated_however_it_is_stored_and_in_whatever_order(string kind)
    {
        // Only there are compressed chunks.
        kind = kind == "chunks" && TFixture.Tier != Tier.Timescale ? "plain" : kind;
        var data = new LegacyData(51, Start, instances: 3);
        await using var target = await fixture.ReadyPostgresAsync();
        await using var place = await fixture.FreshPostgresAsync();
        await place.ExecuteAsync("CREATE TABLE instances (id UUID PRIMARY KEY, name TEXT)");
        await place.ExecuteAsync("INSERT INTO instances SELECT unnest($1::uuid[])", data.Instances.ToArray());
        await place.ExecuteAsync(kind switch
        {
            "partitions" => $"CREATE TABLE resource_usage ({GuideColumns}) PARTITION BY RANGE (timestamp); {OldPartitions}",
            "chunks" => $"CREATE EXTENSION IF NOT EXISTS timescaledb",
            _ => $"CREATE TABLE resource_usage ({GuideColumns})",
        });
        if (kind == "chunks")
        {
            await place.ExecuteAsync($"CREATE TABLE resource_usage ({GuideColumns})");
            await place.ExecuteAsync("SELECT create_hypertable('resource_usage', 'timestamp', chunk_time_interval => INTERVAL '1 hour')");
            await place.ExecuteAsync("ALTER TABLE resource_usage SET (timescaledb.compress, timescaledb.compress_segmentby = 'instance_id')");
        }

        var rows = data.Rows(0, 5, Step)
            .Where(row => row is { InstanceId: { } id, Timestamp: { } time } && id != data.Gone && time >= Start.UtcDateTime)
            .Select(row => row with { Cpu = row.Cpu ?? 0, MemoryUsage = row.MemoryUsage ?? 0, MemoryLimit = 1, NetworkIn = row.NetworkIn ?? 0, NetworkOut = row.NetworkOut ?? 0, Deleted = false })
            .OrderBy(row => kind == "index" ? row.MemoryUsage.GetHashCode() : 0)
            .ToList();
        await place.ExecuteAsync(
            "INSERT INTO resource_usage (instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)",
            rows.Select(row => row.InstanceId!.Value).ToArray(),
            rows.Select(row => row.Timestamp!.Value).ToArray(),
            rows.Select(row => row.Cpu!.Value).ToArray(),
            rows.Select(row => row.MemoryUsage!.Value).ToArray(),
            rows.Select(row => row.MemoryLimit!.Value).ToArray(),
            rows.Select(row => row.NetworkIn!.Value).ToArray(),
            rows.Select(row => row.NetworkOut!.Value).ToArray());
        await place.ExecuteAsync(kind switch
        {
            "index" => "CREATE INDEX ON resource_usage (timestamp)",
            "chunks" => "SELECT compress_chunk(chunk)::text FROM show_chunks('resource_usage') AS chunk LIMIT 3",
            _ => "SELECT 1",
        });
        var options = new Schema.Migration.MigrationOptions
        {
            Source = place.ConnectionString,
            Target = target.ConnectionString,
            Table = "resource_usage",
            Batch = 100,
        };
        await MigrateAsync(options);
        await MigrateAsync(options);

        AssertSame(ExpectedRows.Of(rows, data.Instances), await RowsAsync(target));
    }
}
