using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Grains.Instances;
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
    private readonly IGrainFactory _grains;
    private readonly PresentInstances _present;
    private readonly IWriterHealth _writer;
    private readonly SiloAddress _silo;
    private readonly ILogger<InstanceBalancer> _logger;
    private readonly SiloLoop _loop;

    public InstanceBalancer(
        IGrainFactory grains,
        PresentInstances present,
        IWriterHealth writer,
        ILocalSiloDetails silo,
        TimeProvider time,
        ILogger<InstanceBalancer> logger,
        TimeSpan interval)
    {
        (_grains, _present, _writer, _silo, _logger) = (grains, present, writer, silo.SiloAddress, logger);
        _loop = new SiloLoop(nameof(InstanceBalancer), interval, time, BalanceAsync);
    }

    public void Participate(ISiloLifecycle lifecycle) => _loop.Participate(lifecycle);

    public void Dispose() => _loop.Dispose();

    private async Task BalanceAsync(CancellationToken cancellationToken)
    {
        // An instance that moves waits for its commit, and is better off where its tail is while there is none.
        if (_writer.Trouble is not null)
        {
            return;
        }

        try
        {
            foreach (var (to, count) in BalancePlan.Of(await CountAsync().WaitAsync(cancellationToken), _silo))
            {
                var moved = await MoveAsync(to, count).WaitAsync(cancellationToken);
                LogMoved(moved, to);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A silo that comes or goes. The next round has other numbers.
            LogPutOff(exception.Message);
        }
    }

    private async Task<Dictionary<SiloAddress, int>> CountAsync()
    {
        var management = _grains.GetGrain<IManagementGrain>(0);
        SiloAddress[] silos = [.. (await management.GetHosts(onlyActive: true)).Keys];
        var statistics = await management.GetRuntimeStatistics(silos);
        return silos.Zip(statistics).ToDictionary(pair => pair.First, pair => pair.Second.ActivationCount);
    }

    private async Task<int> MoveAsync(SiloAddress to, int count)
    {
        var instances = _present.Take(count);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, to);
        try
        {
            await Task.WhenAll(instances.Select(id => _grains.GetGrain<IInstanceGrain>(id).AsReference<IGrainManagementExtension>().MigrateOnIdle().AsTask()));
        }
        finally
        {
            RequestContext.Clear();
        }

        return instances.Count;
    }

    [LoggerMessage(1501, LogLevel.Information, "{Count} instances move to silo {Silo}, which has fewer")]
    private partial void LogMoved(int count, SiloAddress silo);

    [LoggerMessage(1502, LogLevel.Debug, "Balancing is put off: {Reason}")]
    private partial void LogPutOff(string reason);
}
