using System.Diagnostics;
using LaunchStack.Metrics.Cli.Load.Sending;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>
/// Requests at even distances, whether or not those before have been answered. A latency counts from the moment at which the request was due: a
/// service that stalls is charged for all that would have come meanwhile.
/// </summary>
internal static class OpenLoop
{
    private const int SpinsAtOnce = 50;

    // Waiting is exact to about this, so the rest is spent looking at the clock.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(1);

    /// <summary>Sends for a while, and waits for all answers.</summary>
    /// <param name="perSecond">How many requests a second.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="ask">One request; it is told its number, from 0.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<OpenLoopFigures> RunAsync(double perSecond, TimeSpan duration, Func<long, Task> ask, CancellationToken cancellationToken)
    {
        var count = Math.Max(1, (long)(perSecond * duration.TotalSeconds));
        var latencies = new LatencyHistogram();
        var failures = 0L;
        var running = new List<Task>();
        await Task.Factory.StartNew(Send, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(running);
        return new OpenLoopFigures(count, failures, latencies.Percentile(0.50).TotalMilliseconds, latencies.Percentile(0.99).TotalMilliseconds, latencies.Max.TotalMilliseconds);

        void Send()
        {
            var start = Stopwatch.GetTimestamp();
            for (var number = 0L; number < count; number++)
            {
                var due = start + (long)(number / perSecond * Stopwatch.Frequency);
                WaitUntil(due, cancellationToken);
                var asked = number;
                running.Add(Task.Run(() => AskAsync(asked, due), cancellationToken));
            }
        }

        async Task AskAsync(long number, long due)
        {
            try
            {
                await ask(number);
                latencies.Add(Stopwatch.GetElapsedTime(due));
            }
            catch (Exception problem) when (problem is PushException or OrleansException or HttpRequestException or TimeoutException or TaskCanceledException or NpgsqlException)
            {
                // A fast refusal must not look like a fast answer.
                Interlocked.Increment(ref failures);
            }
        }
    }

    private static void WaitUntil(long due, CancellationToken cancellationToken)
    {
        for (var left = Left(due); left > TimeSpan.Zero; left = Left(due))
        {
            if ((int)(left - Slack).TotalMilliseconds is > 0 and var whole)
            {
                cancellationToken.WaitHandle.WaitOne(whole);
            }
            else
            {
                Thread.SpinWait(SpinsAtOnce);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan Left(long due) => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
}
