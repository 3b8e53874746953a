using LaunchStack.Metrics.Storage.Schema;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Sqlite;

public sealed class SqlitePlanTests
{
    [Theory]
    [InlineData("hourly", "SEARCH r USING PRIMARY KEY (instance_id=? AND bucket>? AND bucket<?)")]
    [InlineData("hourly", "SEARCH d USING PRIMARY KEY (instance_id=? AND bucket>? AND bucket<?)")]
    [InlineData("daily", "SEARCH r USING PRIMARY KEY (instance_id=? AND bucket>? AND bucket<?)")]
    [InlineData("expire-samples", "SEARCH u USING COVERING INDEX resource_usage_instance_id_timestamp_idx (instance_id=? AND timestamp<?)")]
    [InlineData("baselines", "SEARCH b USING PRIMARY KEY (instance_id=? AND source=? AND started_at=?)")]
    [InlineData("baselines", "SEARCH network_baselines USING PRIMARY KEY (instance_id=?)")]
    public async Task A_statement_reads_only_what_it_needs(string statement, string expected)
    {
        await using var place = new SqlitePlace();
        await place.StoreAsync();
        var plan = place.Explain(SqlText.Queries(["sqlite"])[statement]);
        Assert.Contains(plan, step => step.EndsWith(expected, StringComparison.Ordinal));
    }
}
