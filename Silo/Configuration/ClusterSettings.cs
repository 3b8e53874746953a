using System.Net;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>Options under <c>Cluster:</c>: how silos and clients find each other.</summary>
public sealed class ClusterSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>The port for other silos. Default: 11111. Range: 1 to 65535.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients. Default: 30000. Range: 1 to 65535.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// The IP address under which other silos and clients reach this one. Default: loopback where the service is bound to it, else
    /// the machine's first own address.
    /// </summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>
    /// The IP address of this machine that both ports are bound to, where it differs from the one that others reach it by: behind a proxy or a translation
    /// of addresses. Default: all where the service is open to others, else the advertised one.
    /// </summary>
    public string? ListenAddress { get; set; }

    /// <summary>The cluster's name: silos and clients of one deployment share it. Default: <c>launchstack</c>.</summary>
    public string ClusterId { get; set; } = "launchstack";

    /// <summary>The service's name: part of the key of stored grain state, so it stays the same for good. Default: <c>launchstack</c>.</summary>
    public string ServiceId { get; set; } = "launchstack";

    /// <summary>The rules above, each as the one line that a user reads; empty when all hold.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (var (name, port) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 1 or > 65535)
            {
                yield return $"{Section}:{name} is {port}: must be from 1 to 65535";
            }
        }

        if (SiloPort == GatewayPort)
        {
            yield return $"{Section}:{nameof(GatewayPort)} is {GatewayPort}: must differ from {Section}:{nameof(SiloPort)}";
        }

        foreach (var (name, address) in new[] { (nameof(AdvertisedAddress), AdvertisedAddress), (nameof(ListenAddress), ListenAddress) })
        {
            if (address is not null && !IPAddress.TryParse(address, out _))
            {
                yield return $"{Section}:{name} is {address}: must be an IP address";
            }
        }

        foreach (var (name, id) in new[] { (nameof(ClusterId), ClusterId), (nameof(ServiceId), ServiceId) })
        {
            if (string.IsNullOrWhiteSpace(id) || id.Length > 150)
            {
                yield return $"{Section}:{name} is '{id}': must have 1 to 150 characters";
            }
        }
    }
}
