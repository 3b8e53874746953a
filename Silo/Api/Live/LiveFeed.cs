using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>
/// The newest samples of one instance, read once a second for all who watch it, from the first who asks until it is disposed. A question to
/// the instance and not a subscription: the instance may be on any silo, move and come back, and holds nothing for its viewers.
/// </summary>
internal sealed partial class LiveFeed(Guid instanceId, SampleReader read, TimeProvider time, ILogger<LiveFeed> logger) : IDisposable
{
    /// <summary>How many of the newest samples are looked at each time.</summary>
    public const int Window = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource<LivePoll> _next = New();
    private LivePoll? _latest;
    private bool _started;
    private bool _failing;

    /// <summary>How many watch; <see cref="LiveFeeds"/> keeps it.</summary>
    public int Viewers { get; set; }

    /// <summary>Whether the instance was gone; if it is created again, that is another feed's.</summary>
    public bool HasEnded => Volatile.Read(ref _latest) is { Ended: true };

    /// <summary>What there is to see after what was seen, at once where it is there.</summary>
    /// <param name="seen">What was seen; null: nothing yet.</param>
    public Task<LivePoll> NextAsync(LivePoll? seen)
    {
        lock (_gate)
        {
            if (!_started)
            {
                _started = true;
                _ = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
            }

            return _latest is { } latest && latest != seen ? Task.FromResult(latest) : _next.Task;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await PollAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
        catch (UnknownInstanceException)
        {
            Publish(new LivePoll(new SamplePage([], null), Ended: true));
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            var page = await read(Window, null, cancellationToken);
            _failing = false;
            if (_latest is null || !_latest.Page.Items.Select(sample => sample.Id).SequenceEqual(page.Items.Select(sample => sample.Id)))
            {
                Publish(new LivePoll(page, Ended: false));
            }
        }
        catch (Exception exception) when (exception is not UnknownInstanceException && !cancellationToken.IsCancellationRequested)
        {
            // It passes, or viewers see nothing new until somebody mends it; said once, for it comes again each second.
            if (!_failing)
            {
                LogFailure(instanceId, exception.Message);
            }

            _failing = true;
        }
    }

    private void Publish(LivePoll poll)
    {
        TaskCompletionSource<LivePoll> waiting;
        lock (_gate)
        {
            _latest = poll;
            (waiting, _next) = (_next, New());
        }

        waiting.SetResult(poll);
    }

    // Viewers write to their callers; not on the thread of the poll.
    private static TaskCompletionSource<LivePoll> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(2010, LogLevel.Warning, "Live samples of {InstanceId} cannot be read for now: {Reason}")]
    private partial void LogFailure(Guid instanceId, string reason);
}
