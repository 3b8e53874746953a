using LaunchStack.Metrics.Grains.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>
/// The flush intervals that are not the default, as this silo knows them, so that an activation neither reads nor waits.
/// Grains are told of a change at once; other silos see it within <see cref="Refresh"/>.
/// </summary>
internal sealed partial class FlushIntervalCache(
    IGrainFactory grains, IOptions<MetricsOptions> options, TimeProvider time, ILogger<FlushIntervalCache> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Dictionary<Guid, TimeSpan> _intervals = [];
    private Task _refreshing = Task.CompletedTask;
    private long _version = -1;
    private int _told;

    /// <summary>An instance's interval, varied by up to 20 % either way so that a fleet's flushes spread out.</summary>
    public TimeSpan Jittered(Guid instanceId)
    {
        lock (_gate)
        {
            var interval = _intervals.GetValueOrDefault(instanceId, options.Value.FlushInterval);
            return interval * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
        }
    }

    public void Set(Guid instanceId, TimeSpan? interval)
    {
        lock (_gate)
        {
            _told++;
            if (interval is { } value)
            {
                _intervals[instanceId] = value;
            }
            else
            {
                _intervals.Remove(instanceId);
            }
        }
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(FlushIntervalCache),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _refreshing = Task.Run(RefreshAsync, _stopping.Token);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopping.CancelAsync();
            await _refreshing;
        });

    public void Dispose() => _stopping.Dispose();

    private async Task RefreshAsync()
    {
        using var timer = new PeriodicTimer(Refresh, time);
        var source = grains.GetGrain<IFlushIntervalsGrain>(IFlushIntervalsGrain.Key);
        try
        {
            do
            {
                await LoadAsync(source);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task LoadAsync(IFlushIntervalsGrain source)
    {
        try
        {
            var told = Volatile.Read(ref _told);
            if (await source.GetAsync(_version).WaitAsync(_stopping.Token) is { } latest)
            {
                lock (_gate)
                {
                    // Told of a change meanwhile: the list may be older than that. The next round has both.
                    if (told == _told)
                    {
                        _intervals = new(latest.Intervals);
                        _version = latest.Version;
                    }
                }
            }
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            // What is known stays in force; the next round asks again.
            LogNotRefreshed(exception.Message);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Flush intervals were not refreshed: {Reason}")]
    private partial void LogNotRefreshed(string reason);
}
