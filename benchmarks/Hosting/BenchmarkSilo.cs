using System.Net;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>A silo of <see cref="HostSiloCommand"/> as a process of its own, and a client of it in this one.</summary>
internal sealed class BenchmarkSilo : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly IHost _client;

    private BenchmarkSilo(ChildProcess process, IHost client) => (_process, _client) = (process, client);

    public int ProcessId => _process.Id;

    public IGrainFactory Grains => _client.Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts both.</summary>
    /// <param name="database">Where samples go; null: nowhere.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<BenchmarkSilo> StartAsync(string? database, CancellationToken cancellationToken)
    {
        var ports = FreePorts.Next(2);
        var cluster = $"benchmark-{Guid.NewGuid():n}";
        var process = ChildProcess.StartAssembly(
            typeof(BenchmarkSilo).Assembly.Location,
            [HostSiloCommand.Name, "--silo-port", $"{ports[0]}", "--gateway-port", $"{ports[1]}", "--cluster-id", cluster],
            // As the silo's own build is set.
            new Dictionary<string, string?> { [HostSiloCommand.DatabaseVariable] = database, ["DOTNET_gcServer"] = "1" });
        IHost? client = null;
        try
        {
            await process.WaitForLineAsync(HostSiloCommand.Ready);
            client = BuildClient(ports[1], cluster);
            await client.StartAsync(cancellationToken);
            return new BenchmarkSilo(process, client);
        }
        catch
        {
            client?.Dispose();
            await process.DisposeAsync();
            throw;
        }
    }

    public Task<SiloProbe> LookAsync(bool collect) => Grains.GetGrain<IProbeGrain>(0).LookAsync(collect);

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static IHost BuildClient(int gatewayPort, string cluster)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, gatewayPort))
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster, cluster)));
        return builder.Build();
    }
}
