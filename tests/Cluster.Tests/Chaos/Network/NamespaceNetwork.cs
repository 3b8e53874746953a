using System.Diagnostics;
using System.Globalization;
using System.Net;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Faults.Proxy;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos.Network;

/// <summary>
/// A network namespace of its own for each silo, all at one bridge with this machine, where the database and the clients are. A way is cut by sending
/// its packets to a station that does not exist: nobody is told, as when a switch fails.
/// </summary>
internal sealed class NamespaceNetwork : IClusterNetwork
{
    private const string NetworkVariable = "LAUNCHSTACK_CHAOS_NETWORK";
    private const string Proxies = "proxies";
    private const string Prefix = "launchstack-";
    private const string Nobody = "02:00:00:00:00:fe";

    // Set aside for tests of networks (RFC 2544), in parts of 16 addresses.
    private const uint FirstAddress = (198u << 24) | (18u << 16);
    private const int Parts = 8192;
    private const int PartSize = 16;

    private static readonly string Device = $"ls{Environment.ProcessId}";
    private static readonly string Switch = NameOf("switch");

    private readonly FaultDatabase _database;
    private readonly IPEndPoint _way = new(AddressOf(0), FreePorts.Next());
    private readonly TcpProxy _toDatabase;
    private readonly HashSet<(int From, IPAddress To)> _cut = [];
    private readonly int _silos;

    private NamespaceNetwork(FaultDatabase database, int silos)
    {
        (_database, _silos) = (database, silos);
        _toDatabase = new TcpProxy(_way, database.EndPoint, stream => new ByteChunks(stream));
    }

    public string Description => $"network namespaces {NameOf("*")}, {AddressOf(0)} to {AddressOf(_silos)}";

    /// <summary>Makes the network; null, with the reason noted, where that cannot be.</summary>
    public static async Task<NamespaceNetwork?> TryCreateAsync(FaultDatabase database, int silos, FaultSchedule faults)
    {
        if (!Environment.IsPrivilegedProcess || Environment.GetEnvironmentVariable(NetworkVariable) == Proxies)
        {
            faults.Note($"no network namespaces: they take root, and that {NetworkVariable} is not {Proxies}");
            return null;
        }

        await RemoveLeftoversAsync();
        if (await RunAsync(SetUp(silos)) is { Length: > 0 } problem)
        {
            faults.Note($"no network namespaces: {problem}");
            await RemoveAsync(Environment.ProcessId);
            return null;
        }

        return new NamespaceNetwork(database, silos);
    }

    public SiloPlace PlaceOf(int number) => new(AddressOf(number + 1))
    {
        Listen = AddressOf(number + 1),
        Through = ["nsenter", $"--net=/run/netns/{NameOf(number)}", "--"],
    };

    public string DatabaseUrlOf(int number) => $"{_database.UrlAt($"{_way.Address}", _way.Port)}?sslmode=disable";

    public ValueTask CloseAsync(int number) => ValueTask.CompletedTask;

    public ValueTask OpenAsync(int number, FaultSilo silo) => ValueTask.CompletedTask;

    public async Task CutAsync(int number, IReadOnlyCollection<int> others)
    {
        foreach (var other in others)
        {
            await CutAsync(number, AddressOf(other + 1));
            await CutAsync(other, AddressOf(number + 1));
        }
    }

    public Task CutDatabaseAsync(int number) => CutAsync(number, _way.Address);

    public async Task HealAsync()
    {
        foreach (var (from, to) in _cut)
        {
            await RunOrThrowAsync($"ip -n {NameOf(from)} neigh del {to} dev eth0");
        }

        _cut.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _toDatabase.DisposeAsync();
        await RemoveAsync(Environment.ProcessId);
    }

    private static string NameOf(object part) => $"{Prefix}{Environment.ProcessId}-{part}";

    private static IPAddress AddressOf(int host)
    {
        var address = FirstAddress + (uint)((Environment.ProcessId % Parts * PartSize) + 1 + host);
        return new IPAddress(BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)address)));
    }

    private static string SetUp(int silos)
    {
        var mask = 32 - (int)Math.Log2(PartSize);
        return string.Join('\n', [
            "set -e",
            $"ip netns add {Switch}",
            $"ip -n {Switch} link add bridge type bridge",
            $"ip -n {Switch} link set bridge up",
            $"ip link add {Device} type veth peer name machine netns {Switch}",
            $"ip -n {Switch} link set machine master bridge up",
            $"ip addr add {AddressOf(0)}/{mask} dev {Device}",
            $"ip link set {Device} up",
            .. Enumerable.Range(0, silos).SelectMany(silo => new[]
            {
                $"ip netns add {NameOf(silo)}",
                $"ip -n {NameOf(silo)} link set lo up",
                $"ip -n {NameOf(silo)} link add eth0 type veth peer name silo{silo} netns {Switch}",
                $"ip -n {Switch} link set silo{silo} master bridge up",
                $"ip -n {NameOf(silo)} addr add {AddressOf(silo + 1)}/{mask} dev eth0",
                $"ip -n {NameOf(silo)} link set eth0 up",
            }),
        ]);
    }

    /// <summary>Removes what test processes have left that were killed.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        var folder = new DirectoryInfo("/run/netns");
        foreach (var left in folder.Exists ? folder.GetFiles($"{Prefix}*-switch") : [])
        {
            if (int.TryParse(left.Name.Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !Directory.Exists($"/proc/{id}"))
            {
                await RemoveAsync(id);
            }
        }
    }

    private static Task<string> RemoveAsync(int processId) => RunAsync(
        $"ip link del ls{processId}; for left in /run/netns/{Prefix}{processId}-*; do ip netns del \"${{left##*/}}\"; done");

    private static async Task RunOrThrowAsync(string script)
    {
        if (await RunAsync(script) is { Length: > 0 } problem)
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>What went wrong; empty: nothing.</summary>
    private static async Task<string> RunAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardError = true })!;
        var problem = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : $"{script.Split('\n')[^1]}: {problem.Trim()}";
    }

    private async Task CutAsync(int from, IPAddress to)
    {
        if (_cut.Add((from, to)))
        {
            await RunOrThrowAsync($"ip -n {NameOf(from)} neigh replace {to} lladdr {Nobody} nud permanent dev eth0");
        }
    }
}
