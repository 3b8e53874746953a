using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LaunchStack.Metrics.Grains.Tests.Balance;

public sealed class InstanceBalancerTests
{
    private const int Instances = 600;

    [Fact]
    public async Task A_silo_that_comes_later_gets_its_share_and_nothing_that_was_accepted_is_lost()
    {
        await using var cluster = await MetricsCluster.StartAsync(
            silos: 2, configureSilo: silo => silo.AddInstanceBalancing(TimeSpan.FromMilliseconds(200)));
        Guid[] ids = [.. Enumerable.Range(0, Instances).Select(_ => Guid.NewGuid())];
        await PushAsync(cluster, ids, 0);

        await cluster.Silos.StartAdditionalSiloAsync();

        // Within the tolerance, and what other grains there are.
        var pushes = 1;
        await Deadline.UntilAsync(
            async () =>
            {
                await PushAsync(cluster, ids, pushes++);
                return cluster.Silos.Silos.Count == 3 && Counts(cluster).All(count => count is > Instances / 3 * 4 / 5 and < Instances / 3 * 6 / 5);
            },
            "each silo has about a third");
        await Deadline.UntilAsync(
            () => cluster.Silos.Silos.Sum(silo => silo.ServiceProvider.GetRequiredService<PresentInstances>().Active) == Instances, "each instance is counted once");
        foreach (var id in ids.Take(20))
        {
            await Deadline.UntilAsync(async () => (await cluster.Query(id).GetRecentAsync(1_000)).Items.Count == pushes, "all that was pushed is there");
        }
    }

    private static async Task PushAsync(MetricsCluster cluster, Guid[] ids, int number)
    {
        InstanceBatch[] batches = [.. ids.Select(id => new InstanceBatch(id, Samples.Batch(Samples.At(Samples.Now.AddMilliseconds(number - 60_000)))))];
        var receipts = await cluster.Grains.GetGrain<IIngestGrain>(number).PushAsync(batches, Acknowledgement.Accepted, TestContext.Current.CancellationToken);
        Assert.All(receipts, receipt => Assert.Equal(1, receipt.Receipt?.Accepted));
    }

    private static IEnumerable<int> Counts(MetricsCluster cluster) =>
        cluster.Silos.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<PresentInstances>().Take(int.MaxValue).Count);
}
