using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Health;
using LaunchStack.Metrics.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>Says in three lines what the service runs on and what to try next, once it is ready.</summary>
internal sealed class StartupBanner(SiloState state, ISampleStore store, IServer server, SiloConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await state.Started.WaitAsync(stoppingToken);
        var http = server.Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal);
        var gateway = configuration.Cluster.GatewayPort;
        Console.WriteLine($"launchstack-silo {Build.Version} ready on {store.Description}; HTTP {http}, gateway port {gateway}");
        Console.WriteLine("Next: launchstack collect --once, then launchstack instances and launchstack recent ID (dotnet run --project Cli -- ...)");
        Console.WriteLine(configuration.ConnectionString is null
            ? "On TimescaleDB instead: DATABASE_URL=postgresql://user:password@host:5432/database dotnet run --project Silo"
            : $"Health: {http}/health/ready");
    }
}
