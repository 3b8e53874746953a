using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Raw samples of one instance, and its usage over time.</summary>
internal static class SampleEndpoints
{
    private const int StandardLimit = 60;
    private static readonly TimeSpan StandardRange = TimeSpan.FromHours(1);
    private static readonly TimeSpan StandardHours = TimeSpan.FromHours(24);
    private static readonly TimeSpan StandardDays = TimeSpan.FromDays(30);

    public static void MapSamples(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances/{id}/samples", SamplesAsync);
        routes.MapGet("/instances/{id}/range", RangeAsync);
        routes.MapGet("/instances/{id}/hourly", HourlyAsync);
        routes.MapGet("/instances/{id}/daily", DailyAsync);
    }

    private static async Task<RangeBody> RangeAsync(
        string id, string? from, string? to, string? resolution, string? points, string? fill, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardRange, time);
        var query = new RangeQuery { From = start, To = end, Resolution = Parameters.OneOf<Resolution>("resolution", resolution), Fill = Parameters.OneOf<GapFill>("fill", fill) };
        query = query with { Points = Parameters.Count("points", points, query.Points, RangeQuery.MaxPoints) };
        return RangeBody.From(await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetRangeAsync(query, cancellationToken));
    }

    private static async Task<ListPage<SampleRow>> SamplesAsync(
        string id, string? limit, string? before, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var count = Parameters.Limit(limit, StandardLimit, IInstanceQueryGrain.MaxLimit);
        var page = await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id))
            .GetRecentAsync(count, Parameters.Before(before), cancellationToken);
        return new([.. page.Items.Select(SampleRow.From)], page.Next is { } next ? SampleCursorText.Format(next) : null);
    }

    private static async Task<ListPage<AggregatedUsage>> HourlyAsync(
        string id, string? from, string? to, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardHours, time);
        return new(await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetHourlyAsync(start, end, cancellationToken), null);
    }

    private static async Task<ListPage<AggregatedUsage>> DailyAsync(
        string id, string? from, string? to, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardDays, time);
        return new(await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetDailyAsync(start, end, cancellationToken), null);
    }
}
