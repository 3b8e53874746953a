using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaunchStack.Metrics.Silo.Health;

/// <summary>
/// <c>/health/live</c>: the process runs, whatever the database does. <c>/health/silo</c>: it takes calls, whatever the database does. <c>/health/ready</c>: it takes
/// calls and its database answers; 503 otherwise.
/// </summary>
internal static class HealthExtensions
{
    private const string Silo = "silo";

    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<SiloState>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloState>());
        services.AddSingleton<StoreExaminer>();
        services.AddHealthChecks()
            .AddCheck<SiloHealthCheck>(Silo, timeout: CheckTimeout)
            .AddCheck<StoreHealthCheck>("database", timeout: CheckTimeout)
            .AddCheck<WriterHealthCheck>("writer", timeout: CheckTimeout);
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/health/silo", new HealthCheckOptions { Predicate = check => check.Name == Silo, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status == HealthStatus.Healthy ? "ok" : "error",
            Build.Version,
            Checks = report.Entries.ToDictionary(entry => entry.Key, entry => new
            {
                Status = entry.Value.Status == HealthStatus.Healthy ? "ok" : "error",
                entry.Value.Description,
            }),
        },
        MetricsJson.Options);
}
