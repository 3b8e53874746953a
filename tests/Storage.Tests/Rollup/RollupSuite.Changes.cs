using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Rollup;

// Ways to change rows that are not the store's.
public abstract partial class RollupSuite<TFixture>
{
    [Theory]
    [InlineData("INSERT INTO resource_usage (id, instance_id, timestamp) VALUES (gen_random_uuid(), '{other}', '{at}')", 4)]
    [InlineData("SET LOCAL session_replication_role = replica; INSERT INTO resource_usage (id, instance_id, timestamp) VALUES (gen_random_uuid(), '{id}', '{at}')", 4)]
    [InlineData("INSERT INTO resource_usage (id, instance_id, timestamp) SELECT id, instance_id, timestamp FROM resource_usage WHERE instance_id = '{id}' ON CONFLICT (id, timestamp) DO UPDATE SET network_in = 99", 3)]
    [InlineData("MERGE INTO resource_usage USING (SELECT 1) AS one ON instance_id = '{id}' AND timestamp = '{at}' WHEN NOT MATCHED THEN INSERT (id, instance_id, timestamp) VALUES (gen_random_uuid(), '{id}', '{at}')", 4)]
    [InlineData("UPDATE resource_usage SET memory_usage = memory_usage + 1 WHERE instance_id = '{id}'", 3)]
    [InlineData("UPDATE resource_usage SET instance_id = '{other}' WHERE instance_id = '{id}'", 3)]
    [InlineData("UPDATE resource_usage SET timestamp = timestamp + INTERVAL '2 minutes' WHERE instance_id = '{id}'", 3)]
    [InlineData("DELETE FROM resource_usage WHERE instance_id = '{id}'", 0)]
    [InlineData("WITH gone AS (DELETE FROM resource_usage WHERE instance_id = '{id}' RETURNING *) INSERT INTO resource_usage SELECT gen_random_uuid(), instance_id, timestamp - INTERVAL '3 hours' FROM gone", 3)]
    public async Task A_statement_of_others_shows_when_it_commits_and_after_the_rollup(string statement, long expected)
    {
        var (place, store, id) = await SharedAsync();
        var other = await RegisterAsync(store);

        // Not at the end of a day: a hypertable refuses to move a row from chunk to chunk.
        var start = Timestamps.Day(Finished.AddHours(-20)).AddHours(7);
        await AppendAsync(store, id, start, start.AddMinutes(1), start.AddMinutes(59));
        await place.RefreshAsync();
        Assert.Equal(3, await RolledUpAsync(place, id, other));
        var slow = await BeginAsync(place, statement
            .Replace("{id}", $"{id}", StringComparison.Ordinal)
            .Replace("{other}", $"{other}", StringComparison.Ordinal)
            .Replace("{at}", $"{start.AddSeconds(5):O}", StringComparison.Ordinal));
        Assert.Equal(3, await CountAsync(store, id, start));
        await CommitAsync(slow);
        await AssertEqualsRawAsync(place, id, other);
        await place.RefreshAsync();
        await AssertEqualsRawAsync(place, id, other);
        Assert.Equal(expected, await RolledUpAsync(place, id, other));
    }

    [Fact]
    public async Task Truncating_the_rows_takes_their_hours_along_and_leaves_those_whose_rows_had_expired()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id) = await ExpiredAsync(place);
        await AppendAsync(store, id, Finished, Finished.AddHours(-1));
        await place.RefreshAsync();
        await place.DeleteRowsAsync(id, Finished, Finished.AddHours(1));
        await place.ExecuteAsync("TRUNCATE resource_usage");
        Assert.Equal([Expired], (await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Select(hour => hour.Bucket));
        await place.RefreshAsync();
        Assert.Equal([Expired], (await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Select(hour => hour.Bucket));
        await AppendAsync(store, id, Finished);
        Assert.Equal(1, await CountAsync(store, id, Finished));
    }

    [Fact]
    public async Task A_copy_of_others_shows_at_once_and_after_the_rollup()
    {
        var (place, store, id) = await SharedAsync();
        await place.RefreshAsync();
        await using (var connection = new NpgsqlConnection($"{place.ConnectionString};Pooling=false"))
        {
            await connection.OpenAsync(Cancel);
            await using var copy = await connection.BeginTextImportAsync("COPY resource_usage (id, instance_id, timestamp) FROM STDIN (FORMAT csv)", Cancel);
            for (var minute = 0; minute < 100; minute++)
            {
                await copy.WriteAsync($"{Guid.NewGuid()},{id},{Finished.AddMinutes(-minute):O}\n");
            }
        }

        await AssertEqualsRawAsync(place, id);
        await place.RefreshAsync();
        await AssertEqualsRawAsync(place, id);
        Assert.Equal(100, await RolledUpAsync(place, id));
    }

    [Fact]
    public async Task Samples_of_the_present_leave_no_marks()
    {
        var (place, store, id) = await SharedAsync();
        await AppendAsync(store, id, Finished);
        await place.RefreshAsync();
        await AppendAsync(store, id, [.. Enumerable.Range(0, 100).Select(second => Finished.AddHours(5).AddSeconds(second))]);
        Assert.Empty(await place.QueryAsync("SELECT FROM resource_usage_dirty WHERE instance_id = $1", id));
    }

    [Fact]
    public async Task A_rollup_that_was_restored_into_a_younger_server_goes_on()
    {
        var (place, store, id) = await SharedAsync();
        await UnrollAsync(place, Finished);
        await AppendAsync(store, id, Finished);
        await RollupUpkeep.StepAsync(place, "launchstack_roll");
        await place.ExecuteAsync("UPDATE launchstack_rollup SET known_by = (pg_current_xact_id()::TEXT::BIGINT + 1000000000)::TEXT::XID8");
        await place.RefreshAsync();
        Assert.Equal(1, await RolledUpAsync(place, id));
    }

    [Fact]
    public async Task Hours_that_are_rolled_up_are_answered_without_their_raw_rows()
    {
        var (place, store, id) = await SharedAsync();
        await AppendAsync(store, id, [.. Enumerable.Range(0, 600).Select(minute => Finished.AddMinutes(-minute))]);
        await place.RefreshAsync();
        var hours = await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        var days = await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        Assert.Equal(600, hours.Sum(hour => hour.SampleCount));

        // As nobody can: without a trace.
        await place.ExecuteAsync($"""
            ALTER TABLE resource_usage DISABLE TRIGGER resource_usage_deleted;
            DELETE FROM resource_usage WHERE instance_id = '{id}';
            ALTER TABLE resource_usage ENABLE ALWAYS TRIGGER resource_usage_deleted;
            """);
        Assert.Equal(hours, await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
        Assert.Equal(days, await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
    }
}
