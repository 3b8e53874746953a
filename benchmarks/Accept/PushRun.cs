using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.Load.Sending;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>Callers that push at the same time, each one push after the other.</summary>
/// <param name="push">One push.</param>
/// <param name="callers">How many callers there are.</param>
/// <param name="cpu">Who has used how much CPU.</param>
internal sealed class PushRun(Pushing push, int callers, Func<CpuTimes> cpu)
{
    // The service says when to come back; here nobody has to be polite.
    private static readonly TimeSpan Refused = TimeSpan.FromMilliseconds(50);

    private readonly long[] _numbers = new long[callers];
    private readonly LatencyHistogram _latencies = new();
    private long _start;
    private long _ticket;
    private long _samples;
    private long _pushes;
    private volatile bool _isWarm;
    private volatile bool _isOver;

    /// <summary>Pushes for a while after the warm-up.</summary>
    /// <param name="pushesPerSecond">How many pushes a second in all; null: as many as can be.</param>
    /// <param name="duration">For how long to measure.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<PushFigures> RunAsync(double? pushesPerSecond, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(pushesPerSecond, () => Task.Delay(duration, cancellationToken), cancellationToken);

    /// <summary>The same while something else is done.</summary>
    /// <param name="pushesPerSecond">How many pushes a second in all; null: as many as can be.</param>
    /// <param name="meanwhile">What is done after the warm-up.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PushFigures> RunAsync(double? pushesPerSecond, Func<Task> meanwhile, CancellationToken cancellationToken)
    {
        _start = Stopwatch.GetTimestamp();
        var running = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => PushAsync(caller, pushesPerSecond), cancellationToken)));
        try
        {
            await Task.WhenAny(running, Task.Delay(Stack.WarmUp, cancellationToken));
            var (warm, before) = (Stopwatch.GetTimestamp(), cpu());
            _isWarm = true;
            await await Task.WhenAny(running, meanwhile());
            _isOver = true;
            var (seconds, used) = (Stopwatch.GetElapsedTime(warm).TotalSeconds, cpu() - before);
            var samples = Interlocked.Read(ref _samples);
            return new PushFigures(
                samples / seconds,
                Interlocked.Read(ref _pushes) / seconds,
                _latencies.Percentile(0.50).TotalMilliseconds,
                _latencies.Percentile(0.99).TotalMilliseconds,
                used.PerMillion(samples));
        }
        finally
        {
            _isOver = true;
            await running;
        }
    }

    private async Task PushAsync(int caller, double? pushesPerSecond)
    {
        while (!_isOver)
        {
            if (pushesPerSecond is { } rate)
            {
                await WaitUntilDueAsync(rate);
            }

            var sent = Stopwatch.GetTimestamp();
            try
            {
                Count(await push(caller, _numbers[caller]++), Stopwatch.GetElapsedTime(sent));
            }
            catch (OverloadedException)
            {
                await Task.Delay(Refused);
            }
        }
    }

    private async Task WaitUntilDueAsync(double rate)
    {
        var due = TimeSpan.FromSeconds(Interlocked.Increment(ref _ticket) / rate);
        var early = due - Stopwatch.GetElapsedTime(_start);
        if (early > TimeSpan.Zero)
        {
            // Timers count in milliseconds.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early.TotalMilliseconds)));
        }
    }

    private void Count(int accepted, TimeSpan latency)
    {
        if (_isWarm && !_isOver)
        {
            Interlocked.Add(ref _samples, accepted);
            Interlocked.Increment(ref _pushes);
            _latencies.Add(latency);
        }
    }
}
