using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Writer;

/// <summary>Failures of the server that say nothing about the samples.</summary>
public sealed class PassingFailureTests
{
    // Deadlock, serialization failure, loss of the connection, restart, crash, a server that is starting, and a primary that has become a standby.
    private static readonly string[] States = ["40P01", "40001", "08006", "57P01", "57P02", "57P03", "25006"];

    // More often than a batch of three could be halved, so that one that is taken for the samples' fault costs some.
    private const int Times = 3;

    [Theory]
    [InlineData(Tier.Postgres)]
    [InlineData(Tier.Timescale)]
    public async Task Samples_are_stored_once_and_none_is_put_aside_whatever_passing_failure_meets_them(Tier tier)
    {
        await using var cluster = await MetricsCluster.StartAsync(tier: tier);

        // Counted with a sequence, because a sequence is not rolled back. Before the first commit, for triggers are looked for every 10 s.
        await cluster.QueryAsync($"""
            CREATE SEQUENCE failures;
            CREATE TABLE failing (state TEXT);
            INSERT INTO failing VALUES ('');
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                raised TEXT := (SELECT state FROM failing);
            BEGIN
                IF nextval('failures') <= {Times} THEN
                    RAISE EXCEPTION 'raised by a test' USING ERRCODE = raised;
                END IF;
                RETURN NEW;
            END
            $$;
            CREATE TRIGGER fail BEFORE INSERT ON resource_usage FOR EACH ROW EXECUTE FUNCTION fail()
            """);
        var totals = cluster.Service<ISampleTotals>();
        foreach (var (index, state) in States.Index())
        {
            await cluster.QueryAsync($"UPDATE failing SET state = '{state}'; SELECT setval('failures', 1, false)");
            var id = Guid.NewGuid();
            var start = Samples.Now.AddMinutes(-1);

            var receipt = await cluster.Instance(id).PushAsync(
                Samples.Readings("c", Samples.At(start, 100), Samples.At(start.AddSeconds(1), 150), Samples.At(start.AddSeconds(2), 10)), Acknowledgement.Durable);

            Assert.True(await cluster.QueryAsync("SELECT last_value FROM failures") is > (long)Times, $"{state} was not raised");
            Assert.True(receipt.Durable == 3, $"{state}: {receipt}");
            var stored = await cluster.Store.RecentAsync(id, 10, null, CancellationToken.None);
            Assert.Equal([10, 50, 0], stored.Select(row => row.Sample.NetworkIn));
            Assert.Equal((3 * (index + 1), 0), (totals.Durable, totals.DeadLettered + totals.Dropped));
        }

        Assert.Empty(await cluster.Store.DeadLettersAsync(new(), 10, null, CancellationToken.None));
    }
}
