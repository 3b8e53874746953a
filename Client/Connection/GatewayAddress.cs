using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LaunchStack.Metrics.Client.Connection;

/// <summary>Where a gateway listens: a name or an address, and a port.</summary>
internal sealed record GatewayAddress(string Host, int Port)
{
    public const string Rule = "must be host:port, such as localhost:30000 or [::1]:30000";

    public static bool TryParse(string? text, [NotNullWhen(true)] out GatewayAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var host = text;
        var port = MetricsClientOptions.DefaultGatewayPort;
        var separator = text.LastIndexOf(':');
        var isBareIPv6 = text.IndexOf(':') != separator && text[0] != '[';
        if (separator > text.IndexOf(']') && !isBareIPv6)
        {
            host = text[..separator];
            if (!int.TryParse(text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            {
                return false;
            }
        }

        host = host is ['[', .. var inner, ']'] ? inner : host;
        if (port is < 1 or > ushort.MaxValue || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return false;
        }

        address = new GatewayAddress(host, port);
        return true;
    }

    /// <summary>The endpoints of the name: its IPv4 addresses, or its IPv6 addresses where it has no others.</summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(Host, cancellationToken);

        // Both kinds of one machine would count as two gateways, and half of the calls would go to the one nobody listens on.
        var preferred = addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork).ToList();
        return [.. (preferred.Count > 0 ? preferred : addresses.ToList()).Select(address => new IPEndPoint(address, Port))];
    }
}
