using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Connections;

/// <summary>Has a silo say whom it refuses at the ports of Orleans, which by itself does so in silence.</summary>
internal static class ConnectionExtensions
{
    public static void WatchConnections(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<RefusedConnections>();
        silo.Services.AddSingleton<LoggerFactory>();
        silo.Services.AddSingleton<ILoggerFactory>(provider => new FrameFaults(provider.GetRequiredService<LoggerFactory>()));
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<RefusedConnections, IHostApplicationLifetime>((options, refused, lifetime) =>
        {
            options.ConfigureGatewayInboundConnection(connections => Watch(connections, RefusedConnections.Gateway));
            options.ConfigureSiloInboundConnection(connections => Watch(connections, RefusedConnections.Silo));

            void Watch(IConnectionBuilder connections, string port) =>
                connections.Use(next => new WatchedConnections(next, port, refused, lifetime.ApplicationStopping).RunAsync);
        });
    }
}
