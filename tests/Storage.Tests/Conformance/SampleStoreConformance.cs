using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

/// <summary>What every store guarantees; each tier inherits it. One file per aspect.</summary>
/// <param name="fixture">The tier's database.</param>
public abstract partial class SampleStoreConformance<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : class, IStoreFixture
{
    /// <summary>Start of an hour.</summary>
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset At(double seconds) => Noon.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static AppendSample Delta(Guid instanceId, DateTimeOffset timestamp, long networkIn = 0, double cpu = 1) =>
        new(instanceId, new PendingSample(new Sample(timestamp, cpu, 2, 3, networkIn, 2 * networkIn), null));

    private static AppendSample Reading(
        Guid instanceId, double seconds, long counter, string source = "", DateTimeOffset? startedAt = null) =>
        new(
            instanceId,
            new PendingSample(
                new Sample(At(seconds), 1, 2, 3, counter, 2 * counter),
                new CounterKey(source, startedAt ?? DateTimeOffset.UnixEpoch)));

    private static async Task<Guid> RegisterAsync(ISampleStore store)
    {
        var instanceId = Guid.NewGuid();
        await store.RegisterInstancesAsync([instanceId], Cancel);
        return instanceId;
    }

    private static async Task<IReadOnlyList<InstanceSample>> AllAsync(ISampleStore store, Guid instanceId) =>
        await store.RecentAsync(instanceId, int.MaxValue, before: null, Cancel);

    /// <summary>Bytes received of an instance's rows, oldest first.</summary>
    private static async Task<IEnumerable<long>> BytesAsync(ISampleStore store, Guid instanceId) =>
        (await AllAsync(store, instanceId)).Reverse().Select(row => row.Sample.NetworkIn).ToArray();

    /// <summary>An instance's only baseline, or none, which comes along whatever is asked for.</summary>
    private static Task<IReadOnlyList<CounterBaseline>> AnyBaselineAsync(ISampleStore store, Guid instanceId) =>
        store.BaselinesAsync(instanceId, [], Cancel);

    private async Task<ISampleStore> StoreAsync() => await (await fixture.PlaceAsync()).StoreAsync();
}
