using LaunchStack.Metrics.Models;
using Microsoft.AspNetCore.Mvc;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>A question for usage over time as it comes in a query; texts, so that a wrong one is answered with its rule.</summary>
internal sealed record RangeParameters(
    [FromQuery(Name = "from")] string? From,
    [FromQuery(Name = "to")] string? To,
    [FromQuery(Name = "resolution")] string? Resolution,
    [FromQuery(Name = "points")] string? Points,
    [FromQuery(Name = "fill")] string? Fill)
{
    private static readonly TimeSpan Standard = TimeSpan.FromHours(1);

    /// <summary>The question; of the last hour where nothing else is said.</summary>
    public RangeQuery ToQuery(TimeProvider time)
    {
        var (start, end) = Parameters.Range(From, To, Standard, time);
        var query = new RangeQuery
        {
            From = start,
            To = end,
            Resolution = Parameters.OneOf<Resolution>("resolution", Resolution),
            Fill = Parameters.OneOf<GapFill>("fill", Fill),
        };
        return query with { Points = Parameters.Count("points", Points, query.Points, RangeQuery.MaxPoints) };
    }
}
