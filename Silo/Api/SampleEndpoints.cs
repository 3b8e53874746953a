using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Raw samples and hours of one instance.</summary>
internal static class SampleEndpoints
{
    private const int StandardLimit = 60;
    private static readonly TimeSpan StandardRange = TimeSpan.FromHours(24);

    public static void MapSamples(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances/{id}/samples", SamplesAsync);
        routes.MapGet("/instances/{id}/hourly", HourlyAsync);
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
        var end = Parameters.Time("to", to) ?? time.GetUtcNow();
        var start = Parameters.Time("from", from) ?? end - StandardRange;
        return new(await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetHourlyAsync(start, end, cancellationToken), null);
    }
}
