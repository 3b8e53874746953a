using LaunchStack.Metrics.Silo.Api.Documentation;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>An instance's settings.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances/{id}/settings", GetAsync)
            .Described("getSettings", "The settings of an instance.", 400, 404, 503)
            .Answers(Examples.Settings);
        routes.MapPut("/instances/{id}/settings", PutAsync)
            .Described("setSettings", "Replace the settings of an instance.", 400, 404, 413, 503)
            .Takes(Examples.Settings)
            .Answers(Examples.Settings);
    }

    private static async Task<SettingsBody> GetAsync(string id, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var instanceId = await FindAsync(id, grains, cancellationToken);
        return SettingsBody.From(await grains.GetGrain<IInstanceSettingsGrain>(instanceId).GetAsync());
    }

    private static async Task<SettingsBody> PutAsync(string id, HttpRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<SettingsBody>(request, "setting", cancellationToken);
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
}
