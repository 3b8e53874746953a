using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>
/// The flush intervals that are not the default, as this silo knows them, so that an activation neither reads nor waits.
/// Grains are told of a change at once; other silos see it within <see cref="Refresh"/>.
/// </summary>
internal sealed partial class FlushIntervalCache : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly IGrainFactory _grains;
    private readonly TimeSpan _standard;
    private readonly ILogger<FlushIntervalCache> _logger;
    private readonly SiloLoop _loop;
    private Dictionary<Guid, TimeSpan> _intervals = [];
    private long _version = -1;
    private int _told;

    public FlushIntervalCache(IGrainFactory grains, IOptions<MetricsOptions> options, TimeProvider time, ILogger<FlushIntervalCache> logger)
    {
        (_grains, _standard, _logger) = (grains, options.Value.FlushInterval, logger);
        _loop = new SiloLoop(nameof(FlushIntervalCache), Refresh, time, LoadAsync);
    }

    /// <summary>An instance's interval, varied by up to 20 % either way so that a fleet's flushes spread out.</summary>
    public TimeSpan Jittered(Guid instanceId)
    {
        lock (_gate)
        {
            var interval = _intervals.GetValueOrDefault(instanceId, _standard);
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

    public void Participate(ISiloLifecycle lifecycle) => _loop.Participate(lifecycle);

    public void Dispose() => _loop.Dispose();

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var told = Volatile.Read(ref _told);
            var source = _grains.GetGrain<IFlushIntervalsGrain>(IFlushIntervalsGrain.Key);
            if (await source.GetAsync(_version).WaitAsync(cancellationToken) is { } latest)
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
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What is known stays in force; the next round asks again.
            LogNotRefreshed(exception.Message);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Flush intervals were not refreshed: {Reason}")]
    private partial void LogNotRefreshed(string reason);
}
