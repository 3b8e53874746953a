using System.Net.NetworkInformation;
using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>
/// Refuses ports that are taken. Orleans lets several processes listen on one port, and the system then spreads connections over
/// them: two silos of different clusters would answer each other's clients without a word.
/// </summary>
internal static class PortCheck
{
    public static void ThrowIfTaken(ClusterSettings cluster)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port).ToHashSet();
        ThrowIfTaken(taken, nameof(ClusterSettings.SiloPort), cluster.SiloPort);
        ThrowIfTaken(taken, nameof(ClusterSettings.GatewayPort), cluster.GatewayPort);
    }

    private static void ThrowIfTaken(HashSet<int> taken, string option, int port)
    {
        if (taken.Contains(port))
        {
            throw new PortTakenException($"{ClusterSettings.Section}:{option}", port);
        }
    }
}
