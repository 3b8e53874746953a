using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>One who watches an instance: is told each sample once, the oldest first.</summary>
/// <param name="feed">The instance's feed.</param>
/// <param name="read">Reads what the feed does not show.</param>
/// <param name="leave">Called at the end.</param>
internal sealed class LiveViewer(LiveFeed feed, SampleReader read, Action<LiveFeed> leave) : IDisposable
{
    // A day of a sample every ten seconds.
    private const int MostCaughtUp = IInstanceQueryGrain.MaxLimit;
    private const int PageSize = 1_000;

    private const string Gap = "gap";
    private const string End = "end";

    private readonly LivePosition _position = new();
    private LivePoll? _seen;
    private bool _left;

    /// <summary>Where to go on.</summary>
    public string Place => SampleCursorText.Format(_position.Newest);

    /// <summary>Whether nothing more comes.</summary>
    public bool HasEnded => _seen is { Ended: true };

    /// <summary>The newest samples.</summary>
    /// <param name="last">How many.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<LiveEvent>> BeginAsync(int last, CancellationToken cancellationToken)
    {
        var page = await read(Math.Max(last, LiveFeed.Window), null, cancellationToken);
        var events = new List<LiveEvent>();
        foreach (var (place, sample) in page.Items.Index().Reverse())
        {
            var told = EventOf(sample);
            if (place < last)
            {
                events.Add(told);
            }
        }

        _position.ForgetBefore(page);
        return events;
    }

    /// <summary>What came after the last event that the viewer had.</summary>
    /// <param name="place">That event's id.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<LiveEvent>> ResumeAsync(SampleCursor place, CancellationToken cancellationToken)
    {
        var page = await read(LiveFeed.Window, null, cancellationToken);
        _position.Resume(place, page);
        return await CatchUpAsync(page, cancellationToken);
    }

    /// <summary>Waits for what is new; nothing where what changed was told already.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IReadOnlyList<LiveEvent>> NextAsync(CancellationToken cancellationToken)
    {
        var poll = await feed.NextAsync(_seen).WaitAsync(cancellationToken);
        _seen = poll;
        return poll.Ended ? [new(End, null, LiveEnd.Deleted)] : await CatchUpAsync(poll.Page, cancellationToken);
    }

    public void Dispose()
    {
        if (!_left)
        {
            _left = true;
            leave(feed);
        }
    }

    private async Task<IReadOnlyList<LiveEvent>> CatchUpAsync(SamplePage newest, CancellationToken cancellationToken)
    {
        var samples = newest.Items.Where(_position.IsNew).ToList();
        var page = newest;
        while (_position.MayMissBefore(page) && samples.Count < MostCaughtUp)
        {
            page = await read(Math.Min(PageSize, MostCaughtUp - samples.Count), page.Next, cancellationToken);
            samples.AddRange(page.Items.Where(sample => LivePosition.IsNewer(LivePosition.Of(sample), _position.Newest)));
        }

        var events = new List<LiveEvent>();
        if (_position.MayMissBefore(page))
        {
            events.Add(new(Gap, null, new LiveGap(_position.Newest.Timestamp, samples[^1].Sample.Timestamp)));
        }

        events.AddRange(samples.AsEnumerable().Reverse().Select(EventOf));
        _position.ForgetBefore(newest);
        return events;
    }

    // A late one does not move the place to go on from.
    private LiveEvent EventOf(InstanceSample sample) => new(null, _position.Tell(sample) ? Place : null, SampleRow.From(sample));
}
