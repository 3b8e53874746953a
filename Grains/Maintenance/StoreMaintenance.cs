using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Maintenance;

/// <summary>
/// Lets the store do what is due, every few seconds while the silo is active. Every silo offers itself; the store sees to it that one does
/// it, and that another takes over when that one dies.
/// </summary>
internal sealed partial class StoreMaintenance : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ISampleStore _store;
    private readonly string _runner;
    private readonly ILogger<StoreMaintenance> _logger;
    private readonly SiloLoop _loop;

    public StoreMaintenance(ISampleStore store, ILocalSiloDetails silo, TimeProvider time, ILogger<StoreMaintenance> logger)
    {
        (_store, _runner, _logger) = (store, silo.SiloAddress.ToParsableString(), logger);
        _loop = new SiloLoop(nameof(StoreMaintenance), Interval, time, MaintainAsync);
    }

    public void Participate(ISiloLifecycle lifecycle) => _loop.Participate(lifecycle);

    public void Dispose() => _loop.Dispose();

    private async Task MaintainAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var run in await _store.MaintainAsync(_runner, cancellationToken))
            {
                LogRan(run.Task, run.Steps);
            }
        }
        catch (StoreUnavailableException exception)
        {
            // The writer says so where it matters; this is tried again in a moment anyway.
            LogPutOff(exception.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: a silo that stopped maintaining would fill its database without a word.
            LogFailed(exception);
        }
    }

    [LoggerMessage(1301, LogLevel.Debug, "Maintenance task {Task} ran: {Steps} steps")]
    private partial void LogRan(string task, long steps);

    [LoggerMessage(1302, LogLevel.Debug, "Maintenance is put off: {Reason}")]
    private partial void LogPutOff(string reason);

    [LoggerMessage(1303, LogLevel.Error, "Maintenance failed; it is tried again")]
    private partial void LogFailed(Exception exception);
}
