using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>What the charts show: a fixed number of buckets of whole seconds, the last of which is under way.</summary>
internal sealed record WatchWindow
{
    private const int Buckets = 60;

    // What is sampled once a minute has no holes.
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(1);

    public WatchWindow(TimeSpan length)
    {
        Length = length;
        Width = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(length.TotalSeconds / Buckets)));
    }

    /// <summary>How long it is; the charts show no less, and less than a minute more.</summary>
    public TimeSpan Length { get; }

    /// <summary>The width of a bucket, in whole seconds.</summary>
    public TimeSpan Width { get; }

    /// <summary>How many empty buckets between two samples are taken for the pace of sampling, and not for silence.</summary>
    public int MostBridged => (int)(LongestGap / Width);

    /// <summary>The question for the buckets of a moment.</summary>
    public RangeQuery QueryAt(DateTimeOffset now)
    {
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Width.Ticks) + Width.Ticks, TimeSpan.Zero);
        return new RangeQuery { From = end - (Width * Buckets), To = end, Width = Width, Points = Buckets, Fill = GapFill.Null };
    }
}
