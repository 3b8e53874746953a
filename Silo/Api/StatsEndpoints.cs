namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The newest sample, for LaunchStack's front end.</summary>
internal static class StatsEndpoints
{
    public static void MapStats(this IEndpointRouteBuilder routes) => routes.MapGet("/instances/{id}/stats", GetAsync);

    private static async Task<IResult> GetAsync(string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetLatestAsync(cancellationToken) is { } latest
            ? Results.Ok(StatsBody.From(latest))
            : Problems.Of(StatusCodes.Status404NotFound, "the instance has no samples yet");
}
