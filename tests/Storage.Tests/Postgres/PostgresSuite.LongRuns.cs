using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Batches of few instances with many samples each, which are written in another order than others.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task Long_runs_of_few_instances_are_stored_whole_whatever_their_order()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        await store.RegisterInstancesAsync(ids, Cancel);
        var runs = new List<AppendSample>();
        for (var round = 0; round < 2; round++)
        {
            foreach (var id in ids)
            {
                runs.AddRange(Enumerable.Range(0, 400).Select(index => new AppendSample(
                    id, new PendingSample(new Sample(Recent.AddMilliseconds((400 * round) + index), index, 2, 3, index, 5), null))));
            }

            // After caution is over, copied.
            await store.AppendAsync([Current(ids[0], -round - 1)], Cancel);
        }

        Assert.All(await store.AppendAsync(runs, Cancel), outcome => Assert.Equal(AppendOutcome.Stored, outcome));

        foreach (var id in ids[1..])
        {
            Assert.Equal((2 * 400 * 399 / 2m, 800L), await place.TotalAsync(id));
            Assert.All(await store.RecentAsync(id, 1_000, null, Cancel), row => Assert.Equal(row.Sample.NetworkIn, row.Sample.CpuUsage));
        }
    }
}
