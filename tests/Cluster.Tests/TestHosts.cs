using System.Net;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Cluster.Tests;

/// <summary>Silos and clients with real sockets and real membership in the database, in this process.</summary>
internal static class TestHosts
{
    public const string State = "state";

    public static async Task<IHost> BuildSiloAsync(ClusterDatabase database, string clusterId, bool deleteOnClear = false)
    {
        var connectionString = await database.ConnectionStringAsync();
        var ports = FreePorts.Next(2);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, "service"))
            .ConfigureEndpoints(IPAddress.Loopback, ports[0], ports[1])
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString))
            .AddAdoNetGrainStorage(State, options =>
            {
                (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString);
                options.DeleteStateOnClear = deleteOnClear;
            }));
        return builder.Build();
    }

    public static async Task<IHost> StartSiloAsync(ClusterDatabase database, string clusterId, bool deleteOnClear = false)
    {
        var host = await BuildSiloAsync(database, clusterId, deleteOnClear);
        await host.StartAsync();
        return host;
    }

    public static async Task<IHost> StartClientAsync(ClusterDatabase database, string clusterId)
    {
        var connectionString = await database.ConnectionStringAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, "service"))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
