using System.Net;
using LaunchStack.Metrics.Silo.Hosting;

namespace LaunchStack.Metrics.Silo.Health;

/// <summary>
/// <c>launchstack-silo health</c> asks the silo that runs beside it in the same environment, prints its answer and says by the exit
/// code whether it is ready. For engines that run a program to learn a container's health: the image has no shell and no curl.
/// </summary>
internal static class HealthCommand
{
    public const string Name = "health";
    private const int Ready = 0;
    private const int NotReady = 1;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        // A proxy of the container's is not meant for the container itself.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };
        try
        {
            var address = Find(new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").Build());
            using var response = await http.GetAsync(address);
            Console.WriteLine(await response.Content.ReadAsStringAsync());
            return response.IsSuccessStatusCode ? Ready : NotReady;
        }
        catch (Exception exception) when (exception is FormatException or HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"launchstack-silo: {exception.Message}");
            return NotReady;
        }
    }

    // By the variables that tell the silo where to listen.
    private static Uri Find(IConfiguration configuration)
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } set
            ? set
            : $"http://localhost:{Split(configuration[WebHostDefaults.HttpPortsKey]).FirstOrDefault() ?? HttpHosting.DefaultPort}";
        var address = Split(urls).Select(BindingAddress.Parse)
            .FirstOrDefault(each => !each.IsUnixPipe && each.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"ASPNETCORE_URLS is '{urls}': has no http address to ask for health");
        return new UriBuilder(Uri.UriSchemeHttp, HostToAsk(address.Host), address.Port, "/health/ready").Uri;
    }

    // A host that is no address, or one that stands for all, listens on loopback too.
    private static string HostToAsk(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? host : "localhost";

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
