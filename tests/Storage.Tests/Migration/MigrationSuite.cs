using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

/// <summary>What a migration guarantees, into each tier. One file per aspect.</summary>
/// <param name="fixture">The tier's database.</param>
public abstract partial class MigrationSuite<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : PostgresStoreFixture, IStoreFixture
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(2);

    // Across a day's border, and further back than a refresh is left alone.
    private static DateTimeOffset Start => Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-9).AddHours(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<LegacyTable> SourceAsync(LegacyData? data = null)
    {
        var table = await new LegacyTable(await fixture.FreshPostgresAsync()).CreateAsync();
        if (data is not null)
        {
            await table.AddInstancesAsync(data.Instances);
        }

        return table;
    }

    /// <summary>
    /// A transaction that is open while others write: which of their rows a pass has seen cannot be told, and the next one looks at them again.
    /// </summary>
    private static async Task<NpgsqlConnection> OpenTransactionAsync(PostgresPlace place)
    {
        var connection = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var begin = new NpgsqlCommand("BEGIN; SELECT pg_current_xact_id()::text", connection);
        await begin.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    private static MigrationOptions Options(LegacyTable source, PostgresPlace target) =>
        new() { Source = source.Place.ConnectionString, Target = target.ConnectionString, Batch = 700 };

    private static Task<MigrationReport> MigrateAsync(MigrationOptions options) =>
        Migrator.RunAsync(options, _ => { }, new MigrationProgress(), TimeProvider.System, cutOver: null, Cancel);

    private static async Task<List<InstanceSample>> RowsAsync(PostgresPlace target) =>
    [
        .. (await target.QueryAsync("SELECT id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM resource_usage"))
            .Select(row => new InstanceSample(
                (Guid)row[0],
                (Guid)row[1],
                new Sample(new DateTimeOffset((DateTime)row[2], TimeSpan.Zero), (double)row[3], (long)row[4], (long)row[5], (long)row[6], (long)row[7])))
            .OrderBy(row => row.Id),
    ];

    private static void AssertSame(List<InstanceSample> expected, List<InstanceSample> stored)
    {
        // The first rows say more than a count.
        Assert.Equal([], [.. expected.Except(stored).Take(3).Select(row => $"missing {row}"), .. stored.Except(expected).Take(3).Select(row => $"unexpected {row}")]);
        Assert.Equal(expected.Count, stored.Count);
    }
}
