using LaunchStack.Metrics.Storage.Schema;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

public sealed class UpgradeTests(TimescaleFixture fixture) : IClassFixture<TimescaleFixture>
{
    private static readonly string[] First =
    [
        "common/incremental/001-instances.sql", "common/incremental/002-network-baselines.sql", "common/idempotent/launchstack_sample_id.sql",
        "timescale/incremental/001-resource-usage.sql", "timescale/incremental/002-resource-usage-hourly.sql", "orleans/incremental/001-tables.sql",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_installation_of_the_first_version_is_brought_up_to_date_with_its_rows()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.ExecuteAsync("CREATE EXTENSION timescaledb");
        await place.ExecuteAsync($"CREATE TABLE {SchemaScripts.JournalTable} (schemaversionsid SERIAL PRIMARY KEY, scriptname VARCHAR(255) NOT NULL, applied TIMESTAMP NOT NULL)");
        foreach (var script in First)
        {
            await place.ExecuteAsync(SqlText.Read(script));
            if (script.Contains("incremental", StringComparison.Ordinal))
            {
                await place.ExecuteAsync($"INSERT INTO {SchemaScripts.JournalTable} (scriptname, applied) VALUES ($1, now())", script);
            }
        }

        var id = Guid.NewGuid();
        await place.ExecuteAsync("INSERT INTO instances (id, name) VALUES ($1, 'old')", id);
        await place.ExecuteAsync(
            "INSERT INTO resource_usage (id, instance_id, timestamp, network_in) SELECT launchstack_sample_id($1, t), $1, t, 5 FROM generate_series(now() - INTERVAL '20 days', now(), INTERVAL '1 hour') AS t",
            id);
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_hourly', now() - INTERVAL '10 days', now() - INTERVAL '5 days')");

        var store = await place.StoreAsync();
        var hours = await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        Assert.Equal(481, hours.Count);
        Assert.Equal(481 * 5m, (await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Sum(day => day.TotalNetworkIn));
        Assert.Equal("old", Assert.Single(await store.InstancesAsync(10, null, Cancel)).Name);
        await Jobs.RefreshBothAsync(place);
        Assert.Equal(hours, await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage");
    }
}
