using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>
/// What a viewer has been told: up to where, and which samples of the newest ones, so that one that comes late is told too, and none is twice.
/// </summary>
internal sealed class LivePosition
{
    private static readonly SampleCursor Beginning = new(DateTimeOffset.UnixEpoch, Guid.Empty);

    private readonly HashSet<Guid> _known = [];
    private readonly PriorityQueue<Guid, SampleCursor> _oldest = new(Comparer<SampleCursor>.Create(Compare));
    private SampleCursor _floor = Beginning;

    /// <summary>The newest sample.</summary>
    public SampleCursor Newest { get; private set; } = Beginning;

    public static SampleCursor Of(InstanceSample sample) => new(sample.Sample.Timestamp, sample.Id);

    public static bool IsNewer(SampleCursor one, SampleCursor other) => Compare(one, other) > 0;

    /// <summary>Goes to a place that the viewer says it has reached: what is there up to it was told.</summary>
    public void Resume(SampleCursor place, SamplePage page)
    {
        Newest = place;
        foreach (var sample in page.Items.Where(sample => !IsNewer(Of(sample), place)))
        {
            Tell(sample);
        }
    }

    /// <summary>Whether a sample is to be told.</summary>
    public bool IsNew(InstanceSample sample) => IsNewer(Of(sample), _floor) && !_known.Contains(sample.Id);

    /// <summary>Whether samples older than a page may be untold: none of its samples was.</summary>
    public bool MayMissBefore(SamplePage page) => page.Next is not null && IsNewer(Of(page.Items[^1]), Newest);

    /// <summary>Notes that a sample was told.</summary>
    /// <returns>Whether it is newer than all before.</returns>
    public bool Tell(InstanceSample sample)
    {
        var place = Of(sample);
        if (_known.Add(sample.Id))
        {
            _oldest.Enqueue(sample.Id, place);
        }

        if (!IsNewer(place, Newest))
        {
            return false;
        }

        Newest = place;
        return true;
    }

    /// <summary>Forgets what is older than the newest samples: nothing of it is told any more.</summary>
    public void ForgetBefore(SamplePage page)
    {
        if (page.Next is null || !IsNewer(Of(page.Items[^1]), _floor))
        {
            return;
        }

        _floor = Of(page.Items[^1]);
        while (_oldest.TryPeek(out var id, out var place) && !IsNewer(place, _floor))
        {
            _oldest.Dequeue();
            _known.Remove(id);
        }
    }

    private static int Compare(SampleCursor one, SampleCursor other)
    {
        var byTime = one.Timestamp.CompareTo(other.Timestamp);
        return byTime != 0 ? byTime : one.Id.CompareTo(other.Id);
    }
}
