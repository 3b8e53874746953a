using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>
/// Keeps the database's condition at hand: who asks gets the last one at once, and has it looked up in the background when it is a minute old. So
/// a scrape neither waits for the database nor fails with it, and what nobody scrapes asks nothing.
/// </summary>
internal sealed partial class StoreWatch(ISampleStore store, TimeProvider time, ILogger<StoreWatch> logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private long? _startedAt;
    private volatile Seen? _latest;

    /// <summary>The newest condition, with all times as long as they are now; null until there is one.</summary>
    public StoreCondition? Latest()
    {
        lock (_gate)
        {
            if (!_stopping.IsCancellationRequested && _running.IsCompleted && (_startedAt is not { } start || time.GetElapsedTime(start) >= Interval))
            {
                _startedAt = time.GetTimestamp();
                _running = Task.Run(LookAsync, CancellationToken.None);
            }
        }

        return _latest is { } seen ? Aged(seen.Condition, time.GetElapsedTime(seen.At)) : null;
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Task running;
        lock (_gate)
        {
            running = _running;
        }

        await running;
    }

    public void Dispose() => _stopping.Dispose();

    private static StoreCondition Aged(StoreCondition condition, TimeSpan by) => condition with
    {
        Tasks = [.. condition.Tasks.Select(task => task with { SinceSuccess = task.SinceSuccess + by })],
        NewestSample = condition.NewestSample + by,
    };

    private async Task LookAsync()
    {
        try
        {
            var at = time.GetTimestamp();
            _latest = new Seen(await store.ConditionAsync(_stopping.Token), at);
        }
        catch (StoreUnavailableException)
        {
            // The writer says so where it matters, and the ages grow meanwhile.
        }
#pragma warning disable CA1031 // Nobody awaits this.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(1401, LogLevel.Error, "The database's condition cannot be looked up; its metrics stay as they were")]
    private partial void LogFailed(Exception exception);

    private sealed record Seen(StoreCondition Condition, long At);
}
