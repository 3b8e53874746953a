using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Installations of the first version.
public abstract partial class PostgresSuite<TFixture>
{
    // Below tier Timescale the first version computed hours in a view of this name.
    private const string FirstView = """
        CREATE VIEW resource_usage_hourly AS
        SELECT
            instance_id, date_bin('1 hour', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket,
            AVG(cpu_usage) AS avg_cpu, MAX(cpu_usage) AS max_cpu, AVG(memory_usage) AS avg_memory, MAX(memory_usage) AS max_memory,
            SUM(network_in) AS total_network_in, SUM(network_out) AS total_network_out, COUNT(*) AS sample_count, SUM(cpu_usage) AS sum_cpu,
            MIN(cpu_usage) AS min_cpu, SUM(memory_usage) AS sum_memory, MIN(memory_usage) AS min_memory, MAX(memory_limit) AS max_memory_limit
        FROM resource_usage GROUP BY instance_id, bucket
        """;

    [Fact]
    public async Task An_installation_of_the_first_version_is_brought_up_to_date_with_its_rows()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await InstallFirstVersionAsync(place);
        var id = Guid.NewGuid();
        await place.ExecuteAsync("INSERT INTO instances (id, name) VALUES ($1, 'old')", id);
        await place.ExecuteAsync(
            "INSERT INTO resource_usage (id, instance_id, timestamp, network_in) SELECT launchstack_sample_id($1, t), $1, t, 5 FROM generate_series(now() - INTERVAL '20 days', now(), INTERVAL '1 hour') AS t",
            id);

        var store = await place.StoreAsync();
        var hours = await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        Assert.Equal(481, hours.Count);
        Assert.Equal(481 * 5m, (await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Sum(day => day.TotalNetworkIn));
        Assert.Equal((481 * 5m, 481L), await place.TotalAsync(id));
        Assert.Equal("old", Assert.Single(await store.InstancesAsync(10, null, Cancel)).Name);

        // New samples are taken, hours and days follow, and what the tier does by itself changes no answer.
        var now = TimeProvider.System.GetUtcNow();
        await store.AppendAsync(
            [.. new[] { now, now.AddHours(-30) }.Select(moment => new AppendSample(id, new PendingSample(new Sample(moment, 1, 2, 3, 0, 5), null)))], Cancel);
        var before = await AnswersAsync(store, id);
        await place.RefreshAsync();
        await place.ExpireAsync();
        Assert.Equal(before, await AnswersAsync(store, id));
        Assert.All(await store.MaintainAsync("tests", Cancel), run => Assert.Null(run.Error));
        Assert.Equal((481 * 5m, 483L), await place.TotalAsync(id));
        Assert.True(await store.DeleteInstanceAsync(id, Cancel));
        Assert.Equal((0m, 0L), await place.TotalAsync(id));
    }

    private static async Task InstallFirstVersionAsync(PostgresPlace place)
    {
        string[] tier = TFixture.Tier switch
        {
            Tier.Timescale => ["timescale/incremental/001-resource-usage.sql", "timescale/incremental/002-resource-usage-hourly.sql"],
            Tier.TimescaleApache => ["apache/incremental/001-resource-usage.sql"],
            _ => ["postgres/incremental/001-resource-usage.sql"],
        };
        if (TFixture.Tier != Tier.Postgres)
        {
            await place.ExecuteAsync("CREATE EXTENSION timescaledb");
        }

        await place.ExecuteAsync($"CREATE TABLE {SchemaScripts.JournalTable} (schemaversionsid SERIAL PRIMARY KEY, scriptname VARCHAR(255) NOT NULL, applied TIMESTAMP NOT NULL)");
        await place.ExecuteAsync(SqlText.Read("common/idempotent/launchstack_sample_id.sql"));
        foreach (var script in (string[])["common/incremental/001-instances.sql", "common/incremental/002-network-baselines.sql", .. tier, "orleans/incremental/001-tables.sql"])
        {
            await place.ExecuteAsync(SqlText.Read(script));
            await place.ExecuteAsync($"INSERT INTO {SchemaScripts.JournalTable} (scriptname, applied) VALUES ($1, now())", script);
        }

        if (TFixture.Tier != Tier.Timescale)
        {
            await place.ExecuteAsync(FirstView);
        }
    }

    private static async Task<string> AnswersAsync(ISampleStore store, Guid id) => string.Join(
        '\n',
        (await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel))
            .Concat(await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel))
            .Select(bucket => (bucket.Bucket, bucket.SampleCount, bucket.TotalNetworkIn, bucket.MaxCpu)));
}
