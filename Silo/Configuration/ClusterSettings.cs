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

    /// <summary>
    /// How long a silo that says nothing at all is believed to live: then the others take it for dead, and its instances are activated elsewhere. One whose
    /// connections are gone, because its process was killed, is dead after 40 to 60 % of it. Shorter, a silo that is held up is taken for dead, too,
    /// and ends when it goes on. Default: 10 s. Range: 3 s to 5 min. The same on all silos of a cluster.
    /// </summary>
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often each silo looks whether it has more instances than the others, and hands some over; 5,000 at a time at the most. Default: 5 s. Range: 1 s to
    /// 1 h; 0: instances stay where they are until they are idle or their silo goes.
    /// </summary>
    public TimeSpan BalanceInterval { get; set; } = TimeSpan.FromSeconds(5);

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

        if (DeadAfter < TimeSpan.FromSeconds(3) || DeadAfter > TimeSpan.FromMinutes(5))
        {
            yield return $"{Section}:{nameof(DeadAfter)} is {DeadAfter}: must be from 00:00:03 to 00:05:00";
        }

        if (BalanceInterval != TimeSpan.Zero && (BalanceInterval < TimeSpan.FromSeconds(1) || BalanceInterval > TimeSpan.FromHours(1)))
        {
            yield return $"{Section}:{nameof(BalanceInterval)} is {BalanceInterval}: must be 0 or from 00:00:01 to 01:00:00";
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
