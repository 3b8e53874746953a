using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>An instance's settings.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances/{id}/settings", GetAsync);
        routes.MapPut("/instances/{id}/settings", PutAsync);
    }

    private static async Task<SettingsBody> GetAsync(string id, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var instanceId = await FindAsync(id, grains, cancellationToken);
        return SettingsBody.From(await grains.GetGrain<IInstanceSettingsGrain>(instanceId).GetAsync());
    }

    private static async Task<SettingsBody> PutAsync(string id, HttpRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request, cancellationToken);
        var instanceId = await FindAsync(id, grains, cancellationToken);
        var settings = grains.GetGrain<IInstanceSettingsGrain>(instanceId);
        await settings.SetAsync(body.ToSettings());
        return SettingsBody.From(await settings.GetAsync());
    }

    private static async Task<Guid> FindAsync(string id, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var instanceId = Parameters.InstanceId(id);
        await grains.GetGrain<IInstanceQueryGrain>(instanceId).GetLatestAsync(cancellationToken);
        return instanceId;
    }

    private static async Task<SettingsBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<SettingsBody>(request.Body, MetricsJson.Options, cancellationToken)
                ?? throw new InvalidRequestException("body", "must be a JSON object");
        }
        catch (JsonException exception) when (exception.Path is { Length: > 2 } path)
        {
            throw new InvalidRequestException(path[2..], "is not a setting, or not of its type");
        }
    }
}
