using System.Net;
using System.Net.Sockets;

namespace LaunchStack.Metrics.Testing.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void Ports_are_distinct_and_can_be_bound()
    {
        var ports = FreePorts.Next(20);
        Assert.Equal(20, ports.Distinct().Count());
        foreach (var port in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
    }
}
