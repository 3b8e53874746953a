using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Api.Pushing;
using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The HTTP API under <c>/api/v1</c>; every path works with and without a trailing slash.</summary>
internal static class ApiExtensions
{
    /// <summary>What every path of the API starts with.</summary>
    public const string Root = "/api/v1";

    public static void AddApi(this IServiceCollection services, ServiceOptions options)
    {
        services.ConfigureHttpJsonOptions(options => MetricsJson.Apply(options.SerializerOptions));
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => Problems.AddError(context.ProblemDetails));
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddPushLimits(options);
    }

    public static void UseApi(this WebApplication app, ServiceOptions options)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api =>
        {
            if (options.ApiKey is { Length: > 0 } key)
            {
                api.UseMiddleware<ApiKeyMiddleware>(new ApiKey(key));
            }

            api.UseMiddleware<StartedMiddleware>();
        });
        app.UseRateLimiter();
    }

    public static void MapApi(this WebApplication app)
    {
        var root = app.MapGroup(Root);
        root.MapPush();
        root.MapSamples();
        root.MapInstances();
        root.MapSettings();
        root.MapStats();
        root.MapServiceHealth();
    }
}
