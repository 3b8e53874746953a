using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>A way for samples to be accepted, and the empty method that takes the same message.</summary>
/// <param name="Name">For people.</param>
/// <param name="Product">Makes pushes to the product.</param>
/// <param name="Empty">Makes pushes to the empty method.</param>
internal sealed record PushRoute(
    string Name, Func<IGrainFactory, PushSamples, int, Pushing> Product, Func<IGrainFactory, PushSamples, int, Pushing> Empty)
{
    /// <summary>The instance's grain itself.</summary>
    public static readonly PushRoute Instance = new(
        "instance grain, one instance a push",
        (grains, samples, callers) => OneInstance(samples, callers, id => grains.GetGrain<IInstanceGrain>(id), (grain, batch) => grain.PushAsync(batch, default)),
        (grains, samples, callers) => OneInstance(samples, callers, id => grains.GetGrain<IEmptyInstanceGrain>(id), (grain, batch) => grain.PushAsync(batch, default)));

    /// <summary>The grain that passes each instance its part.</summary>
    /// <param name="parts">How many instances a push has.</param>
    public static PushRoute Ingest(int parts) => new(
        $"ingest grain, {parts} instances a push",
        (grains, samples, callers) => ManyInstances(samples, callers, parts, key => batches => grains.GetGrain<IIngestGrain>(key).PushAsync(batches, default)),
        (grains, samples, callers) => ManyInstances(samples, callers, parts, key => batches => grains.GetGrain<IEmptyIngestGrain>(key).PushAsync(batches, default)));

    private static Pushing OneInstance<TGrain>(
        PushSamples samples, int callers, Func<Guid, TGrain> find, Func<TGrain, SampleBatch, Task<PushReceipt>> push)
    {
        // Found once: what is measured is the call.
        TGrain[] grains = [.. Enumerable.Range(0, samples.Instances).Select(instance => find(samples.IdOf(instance)))];
        return async (caller, number) =>
        {
            // A caller has every n-th instance, so that the pushes of one come in their order.
            var own = ((samples.Instances - caller - 1) / callers) + 1;
            var instance = caller + (int)(number % own * callers);
            return (await push(grains[instance], samples.BatchOf(instance, number))).Accepted;
        };
    }

    private static Pushing ManyInstances(
        PushSamples samples, int callers, int parts, Func<long, Func<IReadOnlyList<InstanceBatch>, Task<IReadOnlyList<InstanceReceipt>>>> find) =>
        async (caller, number) =>
        {
            var own = ((samples.Instances - caller - 1) / callers) + 1;
            var batches = new InstanceBatch[Math.Min(parts, own)];
            for (var part = 0; part < batches.Length; part++)
            {
                var place = (number * batches.Length) + part;
                var instance = caller + (int)(place % own * callers);
                batches[part] = new InstanceBatch(samples.IdOf(instance), samples.BatchOf(instance, number));
            }

            var accepted = 0;
            foreach (var receipt in await find(caller)(batches))
            {
                accepted += receipt.Receipt?.Accepted ?? 0;
            }

            return accepted;
        };
}
