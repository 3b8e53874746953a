using System.Globalization;
using System.Net;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>Where HTTP listens: port 8080 on loopback, and on every address once a key or anonymous access is configured.</summary>
internal static class HttpHosting
{
    public const string DefaultPort = "8080";

    // Room for a key, a proxy's headers and a browser's cookies.
    private const int MaxHeaderBytes = 16 * 1024;

    // A caller that sends them byte by byte holds a connection and nothing else.
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    public static void AddHttp(this WebApplicationBuilder builder, SiloConfiguration configuration)
    {
        var open = configuration.Service.IsOpen;
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            CheckUrls(urls, open);
        }
        else
        {
            var host = open ? "*" : IPAddress.Loopback.ToString();
            var ports = (builder.Configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } set ? set : DefaultPort)
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            builder.WebHost.UseUrls([.. ports.Select(port => CheckPort(host, port))]);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = PushLimits.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        });
    }

    private static string CheckPort(string host, string port)
    {
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is <= 0 or > 65535)
        {
            throw new ConfigurationException($"ASPNETCORE_HTTP_PORTS is '{port}': must be ports from 1 to 65535, separated by semicolons");
        }

        var url = $"http://{host}:{number}";
        PortCheck.ThrowIfTaken("ASPNETCORE_HTTP_PORTS", BindingAddress.Parse(url));
        return url;
    }

    private static void CheckUrls(string urls, bool open)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new ConfigurationException($"ASPNETCORE_URLS is '{url}': must be URLs such as http://127.0.0.1:8080");
            }

            var loopback = address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
            if (!loopback && !open)
            {
                throw new ConfigurationException(
                    $"ASPNETCORE_URLS is '{url}': must be a loopback address unless Metrics:ApiKey or Metrics:AllowAnonymous is set");
            }

            PortCheck.ThrowIfTaken("ASPNETCORE_URLS", address);
        }
    }
}
