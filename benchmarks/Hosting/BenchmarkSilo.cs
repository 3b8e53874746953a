using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>A silo of <see cref="HostSiloCommand"/> as a process of its own, and a client of it in this one.</summary>
internal sealed class BenchmarkSilo : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly OrleansConnection _client;

    private BenchmarkSilo(ChildProcess process, OrleansConnection client) => (_process, _client) = (process, client);

    public int ProcessId => _process.Id;

    public IGrainFactory Grains => _client.Grains;

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
        try
        {
            await process.WaitForLineAsync(HostSiloCommand.Ready);
            return new BenchmarkSilo(process, await OrleansConnection.OpenAsync(ports[1], cluster, cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public Task<SiloProbe> LookAsync(bool collect) => Grains.GetGrain<IProbeGrain>(0).LookAsync(collect);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _process.DisposeAsync();
    }
}
