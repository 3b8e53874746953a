using System.Net;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>The proxies that are believed when they say whose request they pass on.</summary>
internal static class TrustedProxy
{
    public static string[] ListOf(string? option) =>
        option?.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The network that is meant, of one address where it is one; null where it is neither.</summary>
    public static IPNetwork? NetworkOf(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? network
        : IPAddress.TryParse(proxy, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : null;
}
