using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Documentation;
using LaunchStack.Metrics.Silo.Api.Formats;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Which instances there are.</summary>
internal static class InstanceEndpoints
{
    private const int StandardLimit = 100;

    public static void MapInstances(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances", ListAsync)
            .Described("listInstances", "Registered instances by ascending id, all or those with a text in their names.", 400, 503)
            .WithMetadata(new HeaderNote(HasNext: true))
            .Answers(Examples.Instances)
            .Negotiated(Examples.Instance);
        routes.MapPost("/instances", CreateAsync)
            .Described("createInstance", "Register an instance, also one that was deleted.", 400, 409, 413, 503)
            .Takes(Examples.NewInstance)
            .Answers(Examples.Instance, StatusCodes.Status201Created);
        routes.MapGet("/instances/{id}", GetAsync)
            .Described("getInstance", "A registered instance.", 400, 404, 503)
            .Answers(Examples.Instance);
        routes.MapPatch("/instances/{id}", RenameAsync)
            .Described("renameInstance", "Give an instance another name.", 400, 404, 409, 413, 503)
            .Takes(Examples.NewName)
            .Answers(Examples.Renamed);
        routes.MapDelete("/instances/{id}", DeleteAsync)
            .Described("deleteInstance", "Delete an instance with all it has.", 400, 404, 409, 503)
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(
        string? name, string? limit, string? cursor, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var count = Parameters.Limit(limit, StandardLimit, IFleetQueryGrain.MaxLimit);
        var (fleet, after) = (grains.GetGrain<IFleetQueryGrain>(0), Parameters.After(cursor));
        var page = name is null
            ? await fleet.ListInstancesAsync(count, after, cancellationToken)
            : await fleet.FindInstancesAsync(name, count, after, cancellationToken);
        return new PageAnswer<InstanceInfo>(new(page.Items, page.Next?.ToString()));
    }

    private static Task<InstanceInfo> GetAsync(string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        grains.GetGrain<IFleetQueryGrain>(0).GetInstanceAsync(Parameters.InstanceId(id), cancellationToken);

    private static async Task<IResult> CreateAsync(HttpRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<InstanceBody>(request, "field of an instance", cancellationToken);
        var id = body.Id is null ? Guid.NewGuid() : Parameters.InstanceId(body.Id, "id");
        var created = await grains.GetGrain<IInstanceGrain>(id).CreateAsync(body.Name ?? "");
        return Results.Created($"{ApiExtensions.Root}/instances/{id}", created);
    }

    private static async Task<InstanceInfo> RenameAsync(string id, HttpRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var instanceId = Parameters.InstanceId(id);
        var change = await JsonBody.ReadAsync<InstanceChange>(request, "field of an instance that can be changed", cancellationToken);
        return change.HasName
            ? await grains.GetGrain<IInstanceGrain>(instanceId).RenameAsync(change.Name ?? "")
            : throw new InvalidRequestException("name", "is required");
    }

    private static async Task<IResult> DeleteAsync(string id, IGrainFactory grains)
    {
        // To its end, whether the caller waits for it or not.
        await grains.GetGrain<IInstanceGrain>(Parameters.InstanceId(id)).DeleteAsync();
        return Results.NoContent();
    }
}
