using System.Net;

namespace LaunchStack.Metrics.Testing.Faults;

/// <summary>A silo process that comes back where it was: same ports, same cluster.</summary>
internal sealed class FaultSilo : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _environment;
    private readonly SiloPlace _place;
    private SiloProcess? _silo;

    /// <param name="databaseUrl">Where its samples go.</param>
    /// <param name="clusterId">A cluster to join; null: one of its own.</param>
    /// <param name="place">Where it runs; null: where the tests do.</param>
    public FaultSilo(string databaseUrl, string? clusterId = null, SiloPlace? place = null)
    {
        var ports = FreePorts.Next(2);
        _place = place ?? new SiloPlace(IPAddress.Loopback);
        (SiloPort, GatewayPort) = (ports[0], ports[1]);
        ClusterId = clusterId ?? $"faults-{Guid.NewGuid():n}";
        _environment = new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = databaseUrl,
            ["Cluster__SiloPort"] = $"{SiloPort}",
            ["Cluster__GatewayPort"] = $"{GatewayPort}",
            ["Cluster__AdvertisedAddress"] = $"{_place.Advertised}",
            ["Cluster__ListenAddress"] = $"{_place.Listen}",
            ["Metrics__AllowAnonymous"] = IPAddress.IsLoopback(_place.Listen) ? null : "true",
            ["Cluster__ClusterId"] = ClusterId,
            ["Cluster__ServiceId"] = ClusterId,
            ["Metrics__FlushInterval"] = "00:00:00.500",

            // With the two seconds that a silo adds less than clients wait, so that both kinds of doubt come up: the service's own, and an answer that is lost.
            ["Metrics__DurableTimeout"] = "00:00:02",
        };
        foreach (var (name, value) in _place.Environment)
        {
            _environment[name] = value;
        }
    }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    public string ClusterId { get; }

    public string Gateway => $"{_place.Listen}:{GatewayPort}";

    public ChildProcess Process => _silo!.Process;

    public bool IsRunning => _silo is { Process.HasExited: false };

    public async Task StartAsync() => _silo = await SiloProcess.StartAsync(_environment, folder: null, _place.Through);

    /// <summary>Starts it again after its process has ended.</summary>
    public async Task RestartAsync()
    {
        await DisposeAsync();
        await StartAsync();
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        await Process.SignalAsync(UnixSignal.Kill);
        await Process.WaitForExitAsync();
    }

    /// <summary>Stops it in an orderly way, which commits everything that it has accepted.</summary>
    public Task StopAsync() => _silo!.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(Process.Describe());
            await _silo.DisposeAsync();
            _silo = null;
        }
    }
}
