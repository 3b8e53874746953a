using System.Net.Mime;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Api.Documentation;
using LaunchStack.Metrics.Silo.Api.Limits;
using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.AspNetCore.Mvc;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>Samples of an instance as they come, for charts in a browser.</summary>
internal static class LiveEndpoints
{
    /// <summary>Where a caller that was cut off says which event it had last.</summary>
    public const string LastEventId = "Last-Event-ID";

    /// <summary>The most samples that a stream may begin with.</summary>
    public const int MaxLast = 1_000;

    private const string Policy = "live";
    private const int StandardLast = 1;

    public static void AddLive(this IServiceCollection services, ServiceOptions options)
    {
        services.AddRateLimiter(limiter => limiter.AddPolicy(Policy, new CallerPolicy(options.LiveStreamsPerCaller, "live streams")));
        services.AddSingleton(provider => new LiveFeeds(
            id => provider.GetRequiredService<IGrainFactory>().GetGrain<IInstanceQueryGrain>(id).GetRecentAsync,
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LiveFeed>>()));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, LiveInstruments>();
    }

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet("/instances/{id}/live", WatchAsync)
        .Described("watchSamples", "Samples of an instance as server-sent events: the newest, then each one as it comes.", 400, 404, 429, 503)
        .Produces<SampleRow>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
        .WithMetadata(new Example(StatusCodes.Status200OK, Examples.Samples.Items[0]))
        .DisableRequestTimeout()
        .RequireRateLimiting(Policy);

    private static async Task<IResult> WatchAsync(
        string id,
        string? last,
        [FromHeader(Name = LastEventId)] string? lastEventId,
        LiveFeeds feeds,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var instanceId = Parameters.InstanceId(id);
        var count = Parameters.Count("last", last, StandardLast, MaxLast, least: 0);
        var place = Parameters.Cursor(LastEventId, lastEventId is { Length: 0 } ? null : lastEventId);
        var viewer = feeds.Enter(instanceId);
        try
        {
            var first = place is { } reached ? await viewer.ResumeAsync(reached, cancellationToken) : await viewer.BeginAsync(count, cancellationToken);
            return new LiveAnswer(viewer, first, feeds, time, lifetime.ApplicationStopping);
        }
        catch
        {
            viewer.Dispose();
            throw;
        }
    }
}
