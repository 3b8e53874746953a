using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The list of instances.</summary>
internal static class InstanceEndpoints
{
    private const int StandardLimit = 100;

    public static void MapInstances(this IEndpointRouteBuilder routes) => routes.MapGet("/instances", ListAsync);

    private static async Task<ListPage<InstanceInfo>> ListAsync(
        string? limit, string? cursor, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var count = Parameters.Limit(limit, StandardLimit, IFleetQueryGrain.MaxLimit);
        var page = await grains.GetGrain<IFleetQueryGrain>(0).ListInstancesAsync(count, Parameters.After(cursor), cancellationToken);
        return new(page.Items, page.Next?.ToString());
    }
}
