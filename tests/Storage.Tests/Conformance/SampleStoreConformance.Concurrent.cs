using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Everything at once.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task Aggregates_equal_raw_after_writers_others_and_refreshes_have_all_worked_at_once()
    {
        const int Workers = 4;
        const int Rounds = 25;
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var place = await fixture.ReadyAsync();
        var first = await place.StoreAsync();
        var ids = new[] { await RegisterAsync(first), await RegisterAsync(first), await RegisterAsync(first) };
        await AppendAsync(first, ids[0], Enumerable.Range(0, 72).Select(hour => new Sample(Recently.AddHours(hour), 1, 2, 3, 4, 5)));
        await place.RefreshAsync();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(seed + worker);
                var store = await place.StoreAsync(worker % 2);
                for (var round = 0; round < Rounds; round++)
                {
                    var change = RandomChange(random, place, store, ids[random.Next(ids.Length)]);

                    // Others' statements may end as a deadlock's victim, and are repeated as a whole then, which is what their owner would do.
                    await Deadline.UntilAsync(
                        async () =>
                        {
                            await change();
                            return true;
                        },
                        "the change is made");
                }
            },
            Cancel)));
        foreach (var id in ids)
        {
            await AssertAggregatesEqualRawAsync(first, id);
        }

        await place.RefreshAsync();
        foreach (var id in ids)
        {
            await AssertAggregatesEqualRawAsync(first, id);
        }
    }

    /// <summary>A change that may be made more than once with the same outcome, but for what others do.</summary>
    private static Func<Task> RandomChange(Random random, StorePlace place, ISampleStore store, Guid id)
    {
        // Few minutes to choose from, so that there are duplicates.
        DateTimeOffset Minute() => Recently.AddMinutes(random.Next(3 * 24 * 60));
        var from = Minute();
        var to = from.AddMinutes(random.Next(1, 180));
        switch (random.Next(10))
        {
            case < 4:
                var samples = Enumerable.Range(0, random.Next(1, 200)).Select(_ => RandomSample(random) with { Timestamp = Minute() }).ToList();
                return () => AppendAsync(store, id, samples);
            case 4 or 5:
                var row = new InstanceSample(Guid.NewGuid(), id, RandomSample(random) with { Timestamp = from });
                return async () =>
                {
                    if (!(await store.SamplesOfHoursAsync(id, [from], Cancel)).Any(stored => stored.Id == row.Id))
                    {
                        await place.InsertAsync(row);
                    }
                };
            case 6:
                return () => place.DeleteRowsAsync(id, from, to);
            case 7:
                var (cpu, networkIn) = (random.NextDouble() * 800, random.NextInt64());
                return () => place.ChangeRowsAsync(id, from, to, cpu, networkIn);
            case 8:
                // Within its day: a hypertable refuses to move a row from chunk to chunk.
                var day = Timestamps.Day(from);
                return () => place.MoveRowsAsync(id, day.AddHours(3), day.AddHours(5), TimeSpan.FromTicks(random.Next(1, 100_000) * TimeSpan.TicksPerMillisecond));
            default:
                return () => place.RefreshAsync();
        }
    }
}
