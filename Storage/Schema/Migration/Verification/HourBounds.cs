using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The hours that lie wholly within a time.</summary>
internal readonly record struct HourBounds
{
    /// <summary>The hours of a time.</summary>
    /// <param name="from">Its first moment.</param>
    /// <param name="until">The moment after it.</param>
    /// <param name="kept">The moment before which the target may have dropped rows.</param>
    public HourBounds(DateTimeOffset from, DateTimeOffset until, DateTimeOffset kept)
    {
        Kept = kept;
        var first = Timestamps.Hour(from);
        From = first == from ? first : first.AddHours(1);
        Until = Timestamps.Hour(until);
    }

    /// <summary>The first hour.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The moment after the last hour.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The moment before which the target may have dropped rows.</summary>
    public DateTimeOffset Kept { get; }

    /// <summary>Whether it is one of them.</summary>
    public bool Contains(DateTimeOffset hour) => hour >= From && hour < Until;

    /// <summary>The part of a span in which they begin.</summary>
    public Span Within(Span span) => span with
    {
        From = span.From > From ? span.From : From,
        Until = span.Until < Until ? span.Until : Until,
    };
}
