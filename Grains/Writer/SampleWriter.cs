using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>The silo's one writer: its lanes, started with the silo and drained after the grains.</summary>
internal sealed partial class SampleWriter(
    WriterQueue queue,
    SampleCommitter committer,
    TailRegistry tails,
    SampleCounters counters,
    IOptions<MetricsOptions> options,
    TimeProvider time,
    ILogger<SampleWriter> logger) : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private Task _lanes = Task.CompletedTask;

    public void Start() => _lanes = Task.WhenAll(queue.Readers
        .Select(reader => new WriterLane(reader, committer, tails, options.Value, time))
        .Select(lane => Task.Run(() => lane.RunAsync(_abandoned.Token))));

    /// <summary>Commits the whole tail, then ends. What is not committed within the stop's time is lost, counted and said.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        tails.HandOverAll();
        queue.Complete();
        try
        {
            await _lanes.WaitAsync(options.Value.StopTimeout, time, cancellationToken);
            LogDrained(counters.Accepted, counters.Durable, counters.Dropped);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            await _abandoned.CancelAsync();
            counters.CountDropped(tails.Samples);
            LogLost(tails.Samples, counters.Accepted, counters.Durable);
        }
    }

    public void Dispose() => _abandoned.Dispose();

    [LoggerMessage(1005, LogLevel.Information, "Writer drained: {Accepted} samples accepted, {Durable} durable, {Dropped} dropped")]
    private partial void LogDrained(long accepted, long durable, long dropped);

    [LoggerMessage(1006, LogLevel.Error, "Stopped before the database took everything: {Lost} samples lost; {Accepted} accepted, {Durable} durable")]
    private partial void LogLost(int lost, long accepted, long durable);
}
