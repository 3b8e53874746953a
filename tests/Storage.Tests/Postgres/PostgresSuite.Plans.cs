using System.Text.Json;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// What a statement reads to get its answer.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task Hourly_reads_the_rows_of_its_range_and_not_all_of_the_instance()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);

        // Two days of a sample a minute.
        await store.AppendAsync([.. Enumerable.Range(0, 48 * 60).Select(minute => Reading(id, minute * 60))], Cancel);
        await place.ExecuteAsync("ANALYZE resource_usage");
        var read = await RowsReadAsync(
            place.ConnectionString,
            "hourly",
            Parameter.Uuid(id),
            Parameter.Time(Noon.AddHours(20)),
            Parameter.Time(Noon.AddHours(22)));
        Assert.InRange(read, 2 * 60, 3 * 60);
    }

    // Through auto_explain, because a statement may be a function's call, whose plan says nothing of the function's own statements.
    private static async Task<double> RowsReadAsync(string connectionString, string statement, params NpgsqlParameter[] parameters)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using (var settings = new NpgsqlCommand(
            """
            LOAD 'auto_explain';
            SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on; SET auto_explain.log_nested_statements = on;
            SET auto_explain.log_format = 'json'; SET auto_explain.log_level = 'notice';
            """,
            connection))
        {
            await settings.ExecuteNonQueryAsync(Cancel);
        }

        var plans = new List<string>();
        connection.Notice += (_, notice) => plans.Add(notice.Notice.MessageText[notice.Notice.MessageText.IndexOf('{', StringComparison.Ordinal)..]);
        await using var command = new NpgsqlCommand(SqlText.Queries(TierFolders.Of(TFixture.Tier))[statement], connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(Cancel);
        Assert.NotEmpty(plans);
        return plans.Sum(text =>
        {
            using var plan = JsonDocument.Parse(text);
            return RowsRead(plan.RootElement.GetProperty("Plan"));
        });
    }

    /// <summary>Rows that the leaves of a plan looked at, whether they kept them or not.</summary>
    private static double RowsRead(JsonElement node) => node.TryGetProperty("Plans", out var children)
        ? children.EnumerateArray().Sum(RowsRead)
        : Number(node, "Actual Loops") * (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck"));

    private static double Number(JsonElement node, string property) => node.TryGetProperty(property, out var value) ? value.GetDouble() : 0;
}
