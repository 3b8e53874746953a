using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>An Orleans client of one silo on this machine.</summary>
internal sealed class OrleansConnection : IAsyncDisposable
{
    private readonly IHost _host;

    private OrleansConnection(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>Connects.</summary>
    /// <param name="gatewayPort">The silo's port for clients.</param>
    /// <param name="cluster">The cluster's and the service's name.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<OrleansConnection> OpenAsync(int gatewayPort, string cluster, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, gatewayPort))
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster, cluster)));
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new OrleansConnection(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
