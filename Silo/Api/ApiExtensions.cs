using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Api.Documentation;
using LaunchStack.Metrics.Silo.Api.Formats;
using LaunchStack.Metrics.Silo.Api.Limits;
using LaunchStack.Metrics.Silo.Api.Live;
using LaunchStack.Metrics.Silo.Api.Pushing;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Telemetry;
using Microsoft.AspNetCore.ResponseCompression;

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
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, AnswerFormats.NdJson, AnswerFormats.Csv];
        });
        services.AddSingleton<RangeAnswers>();
        services.AddApiCors(options);
        services.AddDocumentation(options);
        services.AddPushLimits(options);
        services.AddQueryLimits(options);
        services.AddLive(options);
    }

    public static void UseApi(this WebApplication app, ServiceOptions options)
    {
        var keys = ApiKeyHash.ListOf(options.ApiKey);
        app.UseTrustedProxies(options);
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();

        // Before the key: a browser asks without one whether it may send it, and shows a page only errors that say that it may see them.
        app.UseCors();
        app.UseRequestTimeouts();

        // Before the key, so that who has none is bounded, too.
        app.UseRateLimiter();
        if (keys.Count > 0)
        {
            app.UseWhen(context => IsBelow(context, "/api") || IsBelow(context, TelemetryExtensions.MetricsPath), closed => closed.UseMiddleware<ApiKeyMiddleware>(keys));
        }

        app.UseWhen(context => IsBelow(context, "/api"), api => api.UseMiddleware<StartedMiddleware>());
    }

    public static void MapApi(this WebApplication app)
    {
        var pushes = app.MapGroup(Root);
        pushes.CountRefused();
        pushes.RefuseUnknownParameters();
        pushes.MapPush();
        var root = app.MapGroup(Root);
        root.LimitQueries();
        root.RefuseUnknownParameters();
        root.MapSamples();
        root.MapLive();
        root.MapInstances();
        root.MapSettings();
        root.MapStats();
        root.MapFleet();
        root.MapServiceHealth();
        app.MapDocumentation();
    }

    private static bool IsBelow(HttpContext context, string path) => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);
}
