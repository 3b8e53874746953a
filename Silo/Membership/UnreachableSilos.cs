using System.Text.RegularExpressions;
using Orleans.Runtime.MembershipService;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>What a user reads where a silo has not reached those that run: Orleans says who, and not what to do about it.</summary>
internal static partial class UnreachableSilos
{
    /// <summary>One line that names the silos, where Orleans does.</summary>
    /// <param name="exception">What Orleans says.</param>
    public static string Describe(OrleansClusterConnectivityCheckFailedException exception)
    {
        var failed = exception.Message.LastIndexOf("Failed to get response from:", StringComparison.Ordinal);
        var silos = failed < 0 ? [] : SiloEndpoint().Matches(exception.Message, failed).Select(match => match.Groups["endpoint"].Value).Distinct().ToList();
        var who = silos.Count == 0 ? "a silo that runs in it" : string.Join(", ", silos);
        return $"this silo cannot join the cluster: no answer from {who}; silos must reach each other's Cluster:SiloPort at the address that Cluster:AdvertisedAddress says, in both directions";
    }

    // S127.0.0.1:11111:123456, and S[::1]:11111:123456.
    [GeneratedRegex(@"\bS(?<endpoint>(\[[^\]\s]+\]|[^\s:,\[\]]+):\d+):\d+")]
    private static partial Regex SiloEndpoint();
}
