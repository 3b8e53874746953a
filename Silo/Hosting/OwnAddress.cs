using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>The machine's own address, for silos that are to be reached from others.</summary>
internal static class OwnAddress
{
    /// <summary>The first IPv4 address of an interface that is up, or loopback when there is none.</summary>
    public static IPAddress Find() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;
}
