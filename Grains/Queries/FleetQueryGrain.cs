using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>One reentrant worker, as with <see cref="InstanceQueryGrain"/> and for its reason.</summary>
[StatelessWorker(1), Reentrant, GrainType("fleet-query")]
internal sealed class FleetQueryGrain(
    ISampleStore store,
    StoreAnswers answers,
    QueryLimiter limiter,
    FleetTails tails,
    FleetRanking ranking,
    InstanceRegistry instances,
    QueryInstruments instruments) : Grain, IFleetQueryGrain
{
    // A caller's own queries would wait for each other all the same, and others' wait less.
    private const int RangesAtOnce = 4;

    // A page of somebody's few instances is not to wait behind those of whole fleets.
    private const int ManyInstances = 200;

    public Task<InstanceInfo> GetInstanceAsync(Guid instanceId, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync(
            "instance",
            async () => await limiter.RunAsync(token => store.InstanceAsync(instanceId, token), cancellationToken) ?? throw new UnknownInstanceException(instanceId),
            cancellationToken);

    public Task<InstancePage> ListInstancesAsync(int limit, Guid? after = null, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("instances", () => ListAsync(limit, after, cancellationToken), cancellationToken);

    public Task<LatestPage> GetLatestAsync(int limit, Guid? after = null, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("fleet-latest", async () =>
        {
            var page = await ListAsync(limit, after, cancellationToken);
            return new LatestPage(await LatestAsync([.. page.Items.Select(instance => instance.Id)], cancellationToken), page.Next);
        }, cancellationToken);

    public Task<IReadOnlyList<InstanceSample>> GetLatestOfAsync(IReadOnlyList<Guid> instanceIds, CancellationToken cancellationToken = default)
    {
        QueryRules.CheckInstances(instanceIds, IFleetQueryGrain.MaxLimit);
        return instruments.MeasureAsync("fleet-latest", () => LatestAsync([.. instanceIds.Distinct()], cancellationToken), cancellationToken);
    }

    public Task<IReadOnlyList<InstanceRange>> GetRangesAsync(
        IReadOnlyList<Guid> instanceIds, RangeQuery query, CancellationToken cancellationToken = default)
    {
        QueryRules.CheckInstances(instanceIds, IFleetQueryGrain.MaxRanges);
        QueryRules.CheckPoints(instanceIds.Count, query.Points);

        // A resolution that is asked for has as many points as the range, whatever is wanted.
        query = query with { Limit = Math.Min(query.Limit, IFleetQueryGrain.MaxRangePoints / instanceIds.Count) };
        return instruments.MeasureAsync("ranges", () => RangesAsync(instanceIds, query, cancellationToken), cancellationToken);
    }

    public Task<IReadOnlyList<RankedUsage>> GetTopAsync(TopQuery query, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("top", () => ranking.TopAsync(query, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<InstanceSample>> LatestAsync(IReadOnlyList<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var tail = await tails.LatestAsync(instanceIds, cancellationToken);
        var durable = await answers.GetAsync(
            StoreQuestion.Timeless("latest-of", Guid.Empty, Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<Guid>(instanceIds.ToArray())))),
            tail.Writes,
            token => store.LatestOfAsync(instanceIds, token),
            found => StoredUsage.BytesOfSample * (found.Count + 1L),
            cancellationToken,
            isHeavy: instanceIds.Count > ManyInstances);

        // Of the same moment, what is stored wins: it was there first.
        return
        [
            .. durable.Concat(tail.Samples)
                .Where(sample => !instances.IsDeleted(sample.InstanceId))
                .GroupBy(sample => sample.InstanceId)
                .Select(samples => samples.MaxBy(sample => sample.Sample.Timestamp))
                .OrderBy(sample => sample.InstanceId),
        ];
    }

    private async Task<IReadOnlyList<InstanceRange>> RangesAsync(IReadOnlyList<Guid> instanceIds, RangeQuery query, CancellationToken cancellationToken)
    {
        using var atOnce = new SemaphoreSlim(RangesAtOnce);
        return await Task.WhenAll(instanceIds.Select(RangeAsync));

        async Task<InstanceRange> RangeAsync(Guid instanceId)
        {
            await atOnce.WaitAsync(cancellationToken);
            try
            {
                return new InstanceRange(instanceId, await GrainFactory.GetGrain<IInstanceQueryGrain>(instanceId).GetRangeAsync(query, cancellationToken));
            }
            catch (UnknownInstanceException)
            {
                return new InstanceRange(instanceId, null);
            }
            finally
            {
                atOnce.Release();
            }
        }
    }

    public Task<InstancePage> FindInstancesAsync(string name, int limit, Guid? after = null, CancellationToken cancellationToken = default)
    {
        InstanceRules.CheckName(name);
        return instruments.MeasureAsync("instances-named", () => FindAsync(name, limit, after, cancellationToken), cancellationToken);
    }

    private async Task<InstancePage> ListAsync(int limit, Guid? after, CancellationToken cancellationToken)
    {
        QueryRules.CheckLimit(limit, IFleetQueryGrain.MaxLimit);
        return PageOf(await limiter.RunAsync(token => store.InstancesAsync(limit + 1, after, token), cancellationToken), limit);
    }

    private async Task<InstancePage> FindAsync(string name, int limit, Guid? after, CancellationToken cancellationToken)
    {
        QueryRules.CheckLimit(limit, IFleetQueryGrain.MaxLimit);

        // Reads all names.
        return PageOf(await limiter.RunHeavyAsync(token => store.InstancesNamedAsync(name, limit + 1, after, token), cancellationToken), limit);
    }

    // One more than wanted was asked for: there is a next page where it came.
    private static InstancePage PageOf(IReadOnlyList<InstanceInfo> found, int limit) => found.Count <= limit
        ? new InstancePage(found, null)
        : new InstancePage([.. found.Take(limit)], found[limit - 1].Id);
}
