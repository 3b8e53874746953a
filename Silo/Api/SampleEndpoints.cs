using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Documentation;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Raw samples of one instance, and its usage over time.</summary>
internal static class SampleEndpoints
{
    private const int StandardLimit = 60;
    private static readonly TimeSpan LeastWidth = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StandardRange = TimeSpan.FromHours(1);
    private static readonly TimeSpan StandardHours = TimeSpan.FromHours(24);
    private static readonly TimeSpan StandardDays = TimeSpan.FromDays(30);

    public static void MapSamples(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances/{id}/samples", SamplesAsync)
            .Described("getSamples", "Samples of an instance, newest first.", 400, 404, 503)
            .Answers(Examples.Samples);
        routes.MapGet("/instances/{id}/range", RangeAsync)
            .Described("getRange", "Usage of an instance over time at a resolution that fits, oldest first.", 400, 404, 503)
            .Answers(Examples.Range);
        routes.MapGet("/instances/{id}/hourly", HourlyAsync)
            .Described("getHours", "Hours of an instance that have samples, newest first.", 400, 404, 503)
            .Answers(Examples.Hours);
        routes.MapGet("/instances/{id}/daily", DailyAsync)
            .Described("getDays", "Days of an instance that have samples, newest first; of UTC, or of a time zone.", 400, 404, 503)
            .Answers(Examples.Days);
    }

    private static async Task<IResult> RangeAsync(
        string id,
        string? from,
        string? to,
        string? resolution,
        string? points,
        string? fill,
        IGrainFactory grains,
        IOptions<MetricsOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardRange, time);
        var query = new RangeQuery { From = start, To = end, Resolution = Parameters.OneOf<Resolution>("resolution", resolution), Fill = Parameters.OneOf<GapFill>("fill", fill) };
        query = query with { Points = Parameters.Count("points", points, query.Points, RangeQuery.MaxPoints) };
        var range = await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetRangeAsync(query, cancellationToken);
        return Answer(RangeBody.From(range), end, range.Width, options, time);
    }

    private static async Task<ListPage<SampleRow>> SamplesAsync(
        string id, string? limit, string? before, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var count = Parameters.Limit(limit, StandardLimit, IInstanceQueryGrain.MaxLimit);
        var page = await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id))
            .GetRecentAsync(count, Parameters.Before(before), cancellationToken);
        return new([.. page.Items.Select(SampleRow.From)], page.Next is { } next ? SampleCursorText.Format(next) : null);
    }

    private static async Task<IResult> HourlyAsync(
        string id, string? from, string? to, IGrainFactory grains, IOptions<MetricsOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardHours, time);
        var items = await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetHourlyAsync(start, end, cancellationToken);
        return Answer(new ListPage<AggregatedUsage>(items, null), end, TimeSpan.FromHours(1), options, time);
    }

    private static async Task<IResult> DailyAsync(
        string id, string? from, string? to, string? tz, IGrainFactory grains, IOptions<MetricsOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardDays, time);
        var queries = grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id));
        var items = tz is null ? await queries.GetDailyAsync(start, end, cancellationToken) : await queries.GetLocalDaysAsync(start, end, tz, cancellationToken);
        return Answer(new ListPage<AggregatedUsage>(items, null), end, TimeSpan.FromDays(1), options, time);
    }

    /// <summary>An answer whose last bucket may end after what was asked for; and samples take a moment to come.</summary>
    private static RangeAnswer Answer(object body, DateTimeOffset to, TimeSpan width, IOptions<MetricsOptions> options, TimeProvider time) =>
        new(body, time.GetUtcNow() - to - (width > LeastWidth ? width : LeastWidth), options.Value.AcceptLate);
}
