using System.Net;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Faults.Proxy;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos.Network;

/// <summary>
/// Proxies, where a test may not make networks. A proxy does not know who connects: a silo that is cut off from one of the others cannot be reached
/// by any.
/// </summary>
internal sealed class ProxyNetwork : IClusterNetwork
{
    // Others look for a silo here, and find the proxy.
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    private readonly FaultDatabase _database;
    private readonly TcpProxy[] _toDatabase;
    private readonly TcpProxy?[] _toSilo;
    private readonly TcpProxy?[] _toGateway;
    private readonly IPEndPoint[] _databaseWays;
    private readonly HashSet<TcpProxy> _cut = [];

    public ProxyNetwork(FaultDatabase database, int silos)
    {
        _database = database;
        _databaseWays = [.. FreePorts.Next(silos).Select(port => new IPEndPoint(IPAddress.Loopback, port))];
        _toDatabase = [.. _databaseWays.Select(way => To(way, database.EndPoint))];
        (_toSilo, _toGateway) = (new TcpProxy?[silos], new TcpProxy?[silos]);
    }

    public string Description => "proxies";

    public SiloPlace PlaceOf(int number) => new(Elsewhere);

    public string DatabaseUrlOf(int number) => $"{_database.UrlAt($"{_databaseWays[number].Address}", _databaseWays[number].Port)}?sslmode=disable";

    // A silo takes its port for taken where a proxy listens on it, whatever the address.
    public async ValueTask CloseAsync(int number)
    {
        foreach (var proxies in new[] { _toSilo, _toGateway })
        {
            if (proxies[number] is { } proxy)
            {
                _cut.Remove(proxy);
                await proxy.DisposeAsync();
                proxies[number] = null;
            }
        }
    }

    public ValueTask OpenAsync(int number, FaultSilo silo)
    {
        _toSilo[number] = To(new IPEndPoint(Elsewhere, silo.SiloPort), new IPEndPoint(IPAddress.Loopback, silo.SiloPort));
        _toGateway[number] = To(new IPEndPoint(Elsewhere, silo.GatewayPort), new IPEndPoint(IPAddress.Loopback, silo.GatewayPort));
        return ValueTask.CompletedTask;
    }

    public Task CutAsync(int number, IReadOnlyCollection<int> others) => CutAsync(_toSilo[number]!);

    public Task CutDatabaseAsync(int number) => CutAsync(_toDatabase[number]);

    public Task HealAsync()
    {
        foreach (var proxy in _cut)
        {
            proxy.Resume();
        }

        _cut.Clear();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _toDatabase.Concat(_toSilo).Concat(_toGateway).OfType<TcpProxy>())
        {
            await proxy.DisposeAsync();
        }
    }

    private static TcpProxy To(IPEndPoint way, IPEndPoint target) => new(way, target, stream => new ByteChunks(stream));

    private Task CutAsync(TcpProxy proxy)
    {
        if (_cut.Add(proxy))
        {
            proxy.Stall();
        }

        return Task.CompletedTask;
    }
}
