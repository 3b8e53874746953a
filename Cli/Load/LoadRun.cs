using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>
/// Pushes one sample for each instance and round when it is due. Where the service is slower than the plan, pushes come late and
/// the run ends a grace period after its time, whatever is left.
/// </summary>
internal sealed class LoadRun(
    LoadPlan plan, Func<Guid, SampleBatch, CancellationToken, Task<PushReceipt>> push, TimeProvider timeProvider)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly LatencyHistogram _latencies = new();
    private readonly long _started = timeProvider.GetTimestamp();
    private readonly DateTimeOffset _startedAt = Timestamps.Floor(timeProvider.GetUtcNow());
    private long _next = -1;
    private long _pushed;
    private long _accepted;
    private long _duplicates;
    private long _rejected;
    private long _errors;
    private string? _firstError;

    /// <summary>What came of the run so far.</summary>
    public LoadSummary Summarize()
    {
        var seconds = timeProvider.GetElapsedTime(_started).TotalSeconds;
        var accepted = Interlocked.Read(ref _accepted);
        return new LoadSummary(
            plan.Instances,
            plan.Total,
            Interlocked.Read(ref _pushed),
            accepted,
            Interlocked.Read(ref _duplicates),
            Interlocked.Read(ref _rejected),
            Interlocked.Read(ref _errors),
            Math.Round(seconds, 3),
            Math.Round(accepted / Math.Max(seconds, 0.001), 1),
            Math.Round(_latencies.Percentile(0.50).TotalMilliseconds, 3),
            Math.Round(_latencies.Percentile(0.99).TotalMilliseconds, 3),
            _firstError);
    }

    /// <summary>Runs the plan; ends early when it is cancelled or out of time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(plan.Duration + Grace, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var workers = Enumerable.Range(0, (int)Math.Min(plan.Concurrency, plan.Total)).Select(_ => WorkAsync(either.Token));
        try
        {
            await Task.WhenAll(workers);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // What is missing shows in the summary.
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        for (var number = Interlocked.Increment(ref _next); number < plan.Total; number = Interlocked.Increment(ref _next))
        {
            var due = plan.DueOf(number);
            var early = due - timeProvider.GetElapsedTime(_started);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, timeProvider, cancellationToken);
            }

            var (round, instance) = Math.DivRem(number, plan.Instances);
            await PushAsync(SimulatedInstance.Id(plan.Seed, instance), SimulatedInstance.Sample(plan.Seed, instance, round, _startedAt + due), cancellationToken);
        }
    }

    private async Task PushAsync(Guid instance, Sample sample, CancellationToken cancellationToken)
    {
        var sent = timeProvider.GetTimestamp();
        Interlocked.Increment(ref _pushed);
        try
        {
            var receipt = await push(instance, new SampleBatch { Samples = [sample] }, cancellationToken);
            _latencies.Add(timeProvider.GetElapsedTime(sent));
            Interlocked.Add(ref _accepted, receipt.Accepted);
            Interlocked.Add(ref _duplicates, receipt.Duplicates);
            Interlocked.Add(ref _rejected, receipt.Rejected.Count);
        }
        catch (PushException exception)
        {
            Interlocked.Increment(ref _errors);
            Interlocked.CompareExchange(ref _firstError, exception.Message, null);
        }
    }
}
