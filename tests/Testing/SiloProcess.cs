using System.Globalization;

namespace LaunchStack.Metrics.Testing;

/// <summary>
/// A silo as its own process, with its own ports, cluster and folder. The assembly lies beside the test that refers to the project.
/// </summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private readonly string? _ownFolder;

    // Of a silo that was given no number it is never asked for.
    private readonly Lazy<HttpClient> _http;

    private SiloProcess(ChildProcess process, IReadOnlyDictionary<string, string?> variables, string folder, bool ownFolder)
    {
        Process = process;
        Variables = variables;
        _http = new Lazy<HttpClient>(() => new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{variables["ASPNETCORE_HTTP_PORTS"]}/api/v1/") });
        Folder = folder;
        _ownFolder = ownFolder ? folder : null;
    }

    /// <summary>The process.</summary>
    public ChildProcess Process { get; }

    /// <summary>A client for the API.</summary>
    public HttpClient Http => _http.Value;

    /// <summary>Where Orleans clients connect.</summary>
    public int GatewayPort => int.Parse(Variables["Cluster__GatewayPort"]!, CultureInfo.InvariantCulture);

    /// <summary>The variables it was started with: another one that is started with them takes its place.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; }

    /// <summary>Its working directory; the embedded database is in <c>data</c> below it.</summary>
    public string Folder { get; }

    /// <summary>The cluster's and the service's name.</summary>
    public string ClusterId => Variables["Cluster__ClusterId"]!;

    /// <summary>Starts a silo and waits until it is ready.</summary>
    /// <param name="environment">Further variables; null removes one.</param>
    /// <param name="folder">A working directory to use again; null: a fresh one, deleted at the end.</param>
    /// <param name="through">A command that becomes the silo, such as <c>nsenter</c>; empty: none.</param>
    public static async Task<SiloProcess> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null, string? folder = null, params IReadOnlyList<string> through)
    {
        var silo = Launch(environment, folder, through);
        try
        {
            await silo.Process.WaitForLineAsync("launchstack-silo 0");
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo without waiting.</summary>
    /// <param name="environment">Further variables; null removes one.</param>
    /// <param name="folder">A working directory to use again; null: a fresh one, deleted at the end.</param>
    /// <param name="through">A command that becomes the silo, such as <c>nsenter</c>; empty: none.</param>
    public static SiloProcess Launch(
        IReadOnlyDictionary<string, string?>? environment = null, string? folder = null, params IReadOnlyList<string> through)
    {
        var ports = FreePorts.Next(3);
        var cluster = $"test-{Guid.NewGuid():n}";
        var variables = new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = null,
            ["ConnectionStrings__Metrics"] = null,
            ["ASPNETCORE_HTTP_PORTS"] = $"{ports[0]}",
            ["ASPNETCORE_URLS"] = null,
            ["Cluster__SiloPort"] = $"{ports[1]}",
            ["Cluster__GatewayPort"] = $"{ports[2]}",
            ["Cluster__ClusterId"] = cluster,
            ["Cluster__ServiceId"] = cluster,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            variables[name] = value;
        }

        var used = folder ?? Directory.CreateTempSubdirectory("launchstack-silo-").FullName;
        var process = ChildProcess.StartAssembly(Path.Combine(AppContext.BaseDirectory, "launchstack-silo.dll"), [], variables, used, through);
        return new SiloProcess(process, variables, used, ownFolder: folder is null);
    }

    /// <summary>Asks the silo to stop as an orchestrator does, and throws with its lines unless it ends with exit code 0.</summary>
    public async Task TerminateAsync(TimeSpan? within = null)
    {
        await Process.SignalAsync(UnixSignal.Terminate);
        if (await Process.WaitForExitAsync(within) != 0)
        {
            throw new InvalidOperationException($"did not stop cleanly{Environment.NewLine}{Process.Describe()}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_http.IsValueCreated)
        {
            Http.Dispose();
        }

        await Process.DisposeAsync();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }
}
