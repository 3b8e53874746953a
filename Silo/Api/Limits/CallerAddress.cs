using System.Net;
using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.AspNetCore.HttpOverrides;

namespace LaunchStack.Metrics.Silo.Api.Limits;

/// <summary>Whose address a request has: the connection's, or the one that a trusted proxy says.</summary>
internal static class CallerAddress
{
    // A socket for both families writes an address of IPv4 as one of IPv6, and a proxy does not.
    public static IPAddress Of(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => IPAddress.None,
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
        var address => address,
    };

    /// <summary>
    /// Goes through <c>X-Forwarded-For</c> from its end, as far as each hop is a trusted proxy: what comes before the first that is not can be anybody's
    /// invention.
    /// </summary>
    public static void UseTrustedProxies(this WebApplication app, ServiceOptions service)
    {
        var proxies = TrustedProxy.ListOf(service.TrustedProxies);
        if (proxies.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };

        // Loopback is there by default, and is no proxy unless it is named.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(TrustedProxy.NetworkOf(proxy)!.Value);
        }

        app.UseForwardedHeaders(options);
    }
}
