using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Placement;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Writer;
using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

namespace LaunchStack.Metrics.Grains.Balance;

/// <summary>
/// Moves instances to silos that have fewer, since Orleans places only what is activated anew, and instances that are pushed to every few seconds never are: a silo
/// that has just come would have nothing to do. docs/decisions/021-instances-move-to-new-silos.md.
/// </summary>
internal sealed partial class InstanceBalancer : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // An instance leaves after its commit, and within seconds without. One that was called just then may have come back, so that a few say nothing.
    private static readonly TimeSpan LongestMove = TimeSpan.FromSeconds(30);
    private const double Few = 0.05;

    private readonly IGrainFactory _grains;
    private readonly ISiloStatusOracle _silos;
    private readonly OlderSilos _older;
    private readonly PresentInstances _present;
    private readonly IWriterHealth _writer;
    private readonly SiloAddress _silo;
    private readonly TimeProvider _time;
    private readonly ILogger<InstanceBalancer> _logger;
    private readonly SiloLoop _loop;
    private IReadOnlyList<Guid> _moving = [];
    private long _movingSince;

    public InstanceBalancer(
        IGrainFactory grains,
        ISiloStatusOracle silos,
        OlderSilos older,
        PresentInstances present,
        IWriterHealth writer,
        ILocalSiloDetails silo,
        TimeProvider time,
        ILogger<InstanceBalancer> logger,
        TimeSpan interval)
    {
        (_grains, _silos, _older, _present, _writer, _silo, _time, _logger) = (grains, silos, older, present, writer, silo.SiloAddress, time, logger);
        _loop = new SiloLoop(nameof(InstanceBalancer), interval, time, BalanceAsync);
    }

    public void Participate(ISiloLifecycle lifecycle) => _loop.Participate(lifecycle);

    public void Dispose() => _loop.Dispose();

    private async Task BalanceAsync(CancellationToken cancellationToken)
    {
        // An instance that moves waits for its commit, and is better off where its tail is while there is none.
        if (_writer.Stuck is not null || AreMoving())
        {
            return;
        }

        try
        {
            var plan = BalancePlan.Of(await CountAsync(cancellationToken), _silo);
            _moving = _present.Take(plan.Sum(move => move.Instances));
            _movingSince = _time.GetTimestamp();
            foreach (var (to, instances) in BalancePlan.Share(plan, _moving))
            {
                await MoveAsync(to, instances).WaitAsync(cancellationToken);
                LogMoved(instances.Count, to);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A silo that comes or goes. The next round has other numbers.
            _moving = [];
            LogPutOff(exception.Message);
        }
    }

    /// <summary>Whether some of the last round are still here. They are counted where they are, and others would be sent after them.</summary>
    private bool AreMoving() => _time.GetElapsedTime(_movingSince) < LongestMove && _moving.Count(_present.IsHere) > _moving.Count * Few;

    /// <summary>How many instances each silo has, but for those that do not say so: silos that go, or are of version 0.3.0.</summary>
    private async Task<Dictionary<SiloAddress, int>> CountAsync(CancellationToken cancellationToken)
    {
        var active = _silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => !_older.LacksTail(silo));
        var counts = await Task.WhenAll(active.Select(async silo => (Silo: silo, Count: await CountAsync(silo, cancellationToken))));
        return counts.Where(one => one.Count is not null).ToDictionary(one => one.Silo, one => one.Count!.Value);
    }

    private async Task<int?> CountAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        try
        {
            return await _grains.GetGrain<ISiloTailGrain>(NamedSilo.KeyOf(silo)).CountInstancesAsync().WaitAsync(Patience, _time, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogPutOff(exception.Message);
            return null;
        }
    }

    private async Task MoveAsync(SiloAddress to, IEnumerable<Guid> instances)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, to);
        try
        {
            await Task.WhenAll(instances.Select(id => _grains.GetGrain<IInstanceGrain>(id).AsReference<IGrainManagementExtension>().MigrateOnIdle().AsTask()));
        }
        finally
        {
            RequestContext.Clear();
        }
    }

    [LoggerMessage(1501, LogLevel.Information, "{Count} instances move to silo {Silo}, which has fewer")]
    private partial void LogMoved(int count, SiloAddress silo);

    [LoggerMessage(1502, LogLevel.Debug, "Balancing is put off: {Reason}")]
    private partial void LogPutOff(string reason);
}
