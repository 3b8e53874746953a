using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// The ways in: which one a transaction takes, seen by a trigger that fires whatever the role.
public abstract partial class PostgresSuite<TFixture>
{
    private static readonly DateTimeOffset Recent = Timestamps.Floor(TimeProvider.System.GetUtcNow()).AddMinutes(-30);

    [Fact]
    public async Task Rows_are_copied_with_the_foreign_key_checked_once_until_one_is_stored_already()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id, _) = await WatchedAsync(place);

        // The first transaction after a start is careful: clients may send again what they had no answer to.
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Current(id, 0)], Cancel));
        Assert.Equal([AppendOutcome.Stored, AppendOutcome.Stored], await store.AppendAsync([Current(id, 1), Current(id, 2)], Cancel));
        Assert.Equal(
            [AppendOutcome.Stored, AppendOutcome.Duplicate, AppendOutcome.Stored],
            await store.AppendAsync([Current(id, 5), Current(id, 1), Current(id, 3)], Cancel));
        for (var second = 10; second < 15; second++)
        {
            Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Current(id, second)], Cancel));
        }

        Assert.Equal(
            [
                "INSERT replica", "COPY replica", "INSERT replica",
                "INSERT replica", "INSERT replica", "INSERT replica", "INSERT replica", "COPY replica",
            ],
            await WaysAsync(place));
        Assert.Equal(10, (await place.TotalAsync(id)).Rows);
    }

    [Fact]
    public async Task Copied_rows_of_an_instance_that_is_not_registered_are_left_out_and_the_others_stored()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id, _) = await WatchedAsync(place);
        await store.AppendAsync([Current(id, 0)], Cancel);

        Assert.Equal(
            [AppendOutcome.UnknownInstance, AppendOutcome.Stored, AppendOutcome.UnknownInstance],
            await store.AppendAsync([Current(Guid.NewGuid(), 1), Current(id, 1), Current(Guid.NewGuid(), 2)], Cancel));

        Assert.Equal("COPY replica", (await WaysAsync(place))[^1]);
        Assert.Equal(0L, (await place.QueryAsync("SELECT count(*) FROM resource_usage AS u WHERE NOT EXISTS (SELECT FROM instances WHERE id = u.instance_id)"))[0][0]);
    }

    [Fact]
    public async Task A_copied_row_holds_what_the_sample_held()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id, _) = await WatchedAsync(place);
        await store.AppendAsync([Current(id, 0)], Cancel);
        var sample = new Sample(Recent.AddTicks(123_450), 1e6 / 3, long.MaxValue, 0, 1L << 40, 7);
        await store.AppendAsync([new AppendSample(id, new PendingSample(sample, null))], Cancel);

        var stored = (await store.RecentAsync(id, 1, null, Cancel))[0];
        Assert.Equal("COPY replica", (await WaysAsync(place))[^1]);
        Assert.Equal((SampleId.Derive(id, sample.Timestamp), sample), (stored.Id, stored.Sample));
    }

    [Fact]
    public async Task Copied_readings_that_were_sent_twice_or_come_out_of_order_add_up_to_the_byte()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id, _) = await WatchedAsync(place);
        AppendSample Read(int second) => new(id, new PendingSample(new Sample(Recent.AddSeconds(second), 1, 2, 3, 1_000 + (second * 37L), 5), new CounterKey("c", DateTimeOffset.UnixEpoch)));
        await store.AppendAsync([Read(0)], Cancel);
        await store.AppendAsync([Read(2), Read(4)], Cancel);

        // Not newer than the baseline, one stored and one not: looked up, and the rest copied.
        Assert.Equal(
            [AppendOutcome.Duplicate, AppendOutcome.Stored, AppendOutcome.Stored],
            await store.AppendAsync([Read(2), Read(3), Read(6)], Cancel));
        Assert.Equal("COPY replica", (await WaysAsync(place))[^1]);
        Assert.Equal((6 * 37m, 5L), await place.TotalAsync(id));
    }

    [Fact]
    public async Task A_trigger_of_somebody_else_fires_for_rows_that_come_seconds_after_it_was_made()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id, time) = await WatchedAsync(place);
        await store.AppendAsync([Current(id, 0)], Cancel);
        await place.ExecuteAsync("CREATE FUNCTION double() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.network_in := 2 * NEW.network_in; RETURN NEW; END $$");
        await place.ExecuteAsync("CREATE TRIGGER double BEFORE INSERT ON resource_usage FOR EACH ROW EXECUTE FUNCTION double()");
        time.Advance(TimeSpan.FromSeconds(11));

        await store.AppendAsync([Current(id, 1)], Cancel);

        Assert.Equal("COPY origin", (await WaysAsync(place))[^1]);
        Assert.Equal(12, (await place.TotalAsync(id)).NetworkIn);
    }

    [Fact]
    public async Task Rows_that_may_be_in_a_compressed_chunk_are_not_copied()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id, _) = await WatchedAsync(place);
        await store.AppendAsync([Current(id, 0)], Cancel);
        await store.AppendAsync([Current(id, 1), Current(id, -8 * 24 * 3600)], Cancel);

        Assert.Equal(store.Tier == Tier.Timescale ? "INSERT replica" : "COPY replica", (await WaysAsync(place))[^1]);

        // Sent once more, they do not keep current ones from being copied.
        var old = Current(id, -8 * 24 * 3600);
        if (store.Tier == Tier.Timescale)
        {
            Assert.Equal([AppendOutcome.Duplicate], await store.AppendAsync([old], Cancel));
        }

        await store.AppendAsync([Current(id, 2)], Cancel);
        Assert.Equal("COPY replica", (await WaysAsync(place))[^1]);
    }

    private static AppendSample Current(Guid instanceId, int second) =>
        new(instanceId, new PendingSample(new Sample(Recent.AddSeconds(second), 1, 2, 3, 4, 5), null));

    /// <summary>A store with an instance, and a table of how each transaction wrote its rows.</summary>
    private static async Task<(ISampleStore Store, Guid InstanceId, FakeTimeProvider Time)> WatchedAsync(PostgresPlace place)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var store = place.Create(new PostgresStoreOptions { Time = time });
        await store.OpenAsync(applySchema: true, Cancel);
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);

        // The chunk has to be there before the trigger: a chunk that is made later has it as an ordinary one.
        await place.InsertAsync(new InstanceSample(Guid.NewGuid(), id, new Sample(Recent.AddSeconds(-1), 1, 2, 3, 0, 0)));
        await place.ExecuteAsync("DELETE FROM resource_usage");
        await place.ExecuteAsync("CREATE TABLE ways (transaction BIGINT DEFAULT txid_current(), number BIGSERIAL, way TEXT)");
        await place.ExecuteAsync("""
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO ways (way) VALUES (
                    CASE WHEN current_query() LIKE '%COPY%' THEN 'COPY ' ELSE 'INSERT ' END || current_setting('session_replication_role'));
                RETURN NEW;
            END
            $$
            """);
        await place.ExecuteAsync("CREATE TRIGGER note BEFORE INSERT ON resource_usage FOR EACH ROW EXECUTE FUNCTION note()");
        await place.ExecuteAsync("ALTER TABLE resource_usage ENABLE ALWAYS TRIGGER note");
        return (store, id, time);
    }

    private static async Task<List<string>> WaysAsync(PostgresPlace place) =>
        (await place.QueryAsync("SELECT way FROM ways GROUP BY transaction, way ORDER BY min(number)")).ConvertAll(row => (string)row[0]);
}
