using LaunchStack.Metrics.Silo.Api;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Health;
using Microsoft.AspNetCore.Cors;
using Orleans.Dashboard;

namespace LaunchStack.Metrics.Silo.Dashboard;

/// <summary>Orleans's own dashboard at <c>/dashboard</c>, where <see cref="ServiceOptions.Dashboard"/> is on: silos, grains and their calls.</summary>
internal static class DashboardExtensions
{
    private const string Path = "/dashboard";

    public static void AddDashboard(this ISiloBuilder silo, ServiceOptions options)
    {
        if (options.Dashboard)
        {
            // Its log stream goes on for an hour, which a stopping silo would wait for.
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);
            StartLater(silo.Services);
        }
    }

    public static void UseDashboard(this WebApplication app, ServiceOptions options)
    {
        var keys = ApiKeyHash.ListOf(options.ApiKey);
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), dashboard =>
        {
            if (keys.Count > 0)
            {
                dashboard.UseMiddleware<DashboardKeyMiddleware>(keys);
            }

            dashboard.UseMiddleware<StartedMiddleware>();
        });
    }

    public static void MapDashboard(this WebApplication app, ServiceOptions options)
    {
        if (options.Dashboard)
        {
            // A browser sends the key to it by itself, so pages of other origins must not get at it, whoever may call the API.
            app.MapOrleansDashboard(Path).WithMetadata(new DisableCorsAttribute()).ExcludeFromDescription();
        }
    }

    // Until the database answers it would find no grains, and say so again and again.
    private static void StartLater(IServiceCollection services)
    {
        var host = services.Single(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationFactory?.Method.ReturnType.Assembly == typeof(DashboardOptions).Assembly);
        services.Remove(host);
        services.AddHostedService(provider => new LaterStart((IHostedService)host.ImplementationFactory!(provider), provider.GetRequiredService<SiloState>()));
    }
}
