using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

public sealed class HypertableTests(TimescaleFixture fixture) : IClassFixture<TimescaleFixture>
{
    [Fact]
    public async Task Samples_are_a_hypertable_of_daily_chunks_and_hours_a_continuous_aggregate_that_includes_the_newest_rows()
    {
        var place = await fixture.PostgresAsync();
        await place.StoreAsync();
        var dimension = await place.QueryAsync(
            "SELECT column_name::text, time_interval = INTERVAL '1 day' FROM timescaledb_information.dimensions WHERE hypertable_name = 'resource_usage'");
        Assert.Equal(["timestamp", true], Assert.Single(dimension));
        var aggregate = await place.QueryAsync(
            "SELECT materialized_only FROM timescaledb_information.continuous_aggregates WHERE view_name = 'resource_usage_hourly'");
        Assert.Equal([false], Assert.Single(aggregate));
    }
}
