using System.Net;
using System.Net.NetworkInformation;
using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>
/// Refuses ports that are taken. Orleans lets several processes listen on one port, and the system then spreads connections over
/// them: two silos of different clusters would answer each other's clients without a word. HTTP does fail when it binds, but by then
/// the silo is half started, and what it says while it is torn down hides the reason.
/// </summary>
internal static class PortCheck
{
    public static void ThrowIfTaken(ClusterSettings cluster)
    {
        var taken = Listeners().Select(endpoint => endpoint.Port).ToHashSet();
        ThrowIfTaken(taken, nameof(ClusterSettings.SiloPort), cluster.SiloPort);
        ThrowIfTaken(taken, nameof(ClusterSettings.GatewayPort), cluster.GatewayPort);
    }

    /// <summary>Refuses an address for HTTP that another process listens on.</summary>
    /// <param name="option">The option that names the address.</param>
    /// <param name="address">Where HTTP is to listen.</param>
    public static void ThrowIfTaken(string option, BindingAddress address)
    {
        // Port 0 asks the system for a free one, and a Unix socket has none.
        if (!address.IsUnixPipe && !address.IsNamedPipe && Listeners().Any(endpoint => endpoint.Port == address.Port && Overlap(endpoint.Address, address.Host)))
        {
            throw new PortTakenException(option, address.Port);
        }
    }

    private static IPEndPoint[] Listeners() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();

    // Two processes may share a port on different addresses. A host that is no address stands for every one, except for localhost.
    private static bool Overlap(IPAddress listening, string host)
    {
        if (listening.Equals(IPAddress.Any) || listening.Equals(IPAddress.IPv6Any))
        {
            return true;
        }

        if (host == "localhost")
        {
            return IPAddress.IsLoopback(listening);
        }

        return !IPAddress.TryParse(host.Trim('[', ']'), out var wanted)
            || wanted.Equals(IPAddress.Any)
            || wanted.Equals(IPAddress.IPv6Any)
            || wanted.Equals(listening);
    }

    private static void ThrowIfTaken(HashSet<int> taken, string option, int port)
    {
        if (taken.Contains(port))
        {
            throw new PortTakenException($"{ClusterSettings.Section}:{option}", port);
        }
    }
}
