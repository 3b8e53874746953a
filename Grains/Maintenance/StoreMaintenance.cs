using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Maintenance;

/// <summary>
/// Lets the store do what is due, every few seconds while the silo is active. Every silo offers itself; the store sees to it that one does
/// it, and that another takes over when that one dies.
/// </summary>
internal sealed partial class StoreMaintenance(
    ISampleStore store, ILocalSiloDetails silo, TimeProvider time, ILogger<StoreMaintenance> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(StoreMaintenance), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await MaintainAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task MaintainAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var run in await store.MaintainAsync(silo.SiloAddress.ToParsableString(), cancellationToken))
            {
                LogRan(run.Task, run.Steps);
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreDataException)
        {
            // The writer says so where it matters; this is tried again in a moment anyway.
            LogPutOff(exception.Message);
        }
    }

    [LoggerMessage(1301, LogLevel.Debug, "Maintenance task {Task} ran: {Steps} steps")]
    private partial void LogRan(string task, long steps);

    [LoggerMessage(1302, LogLevel.Debug, "Maintenance is put off: {Reason}")]
    private partial void LogPutOff(string reason);
}
