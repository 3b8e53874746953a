using System.Globalization;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>A silo, or a cluster of them, on a database, as processes of their own, and the load on it.</summary>
internal sealed class Stack : IAsyncDisposable
{
    /// <summary>What rates leave out at the start.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly List<SiloProcess> _silos;
    private readonly ServerProcess _server;
    private readonly BenchmarkDatabase _database;
    private LoadProcesses? _load;

    private Stack(List<SiloProcess> silos, ServerProcess server, BenchmarkDatabase database) => (_silos, _server, _database) = (silos, server, database);

    public string Gateway => $"127.0.0.1:{GatewayPort}";

    public int GatewayPort => _silos[0].GatewayPort;

    /// <summary>Of all silos.</summary>
    public IReadOnlyList<string> Gateways => [.. _silos.Select(silo => $"127.0.0.1:{silo.GatewayPort}")];

    /// <summary>A client for the first silo's API.</summary>
    public HttpClient Http => _silos[0].Http;

    public string ClusterId => _silos[0].ClusterId;

    /// <summary>Resident memory of a silo, in bytes: the mean of all; null where that is not known.</summary>
    public double? SiloMemory => _silos.Average(silo => (double?)ProcessMemory.Of(silo.Process.Id));

    /// <summary>When the load began: its samples are of that time or later.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Starts the silos.</summary>
    /// <param name="home">Their database.</param>
    /// <param name="database">The same, to look at.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <param name="settings">Variables of each silo other than the database; null: none.</param>
    /// <param name="silos">How many.</param>
    public static async Task<Stack> StartAsync(
        PostgresDatabase home,
        BenchmarkDatabase database,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? settings = null,
        int silos = 1)
    {
        var server = await ServerProcess.FindAsync(database, cancellationToken);
        var variables = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { ["ConnectionStrings__Metrics"] = home.ConnectionString };
        var stack = new Stack([], server, database);
        try
        {
            for (var number = 0; number < silos; number++)
            {
                stack._silos.Add(await SiloProcess.StartAsync(variables));
                variables["Cluster__ClusterId"] = variables["Cluster__ServiceId"] = stack.ClusterId;
            }

            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the load, and returns once it has begun.</summary>
    public async Task<LoadProcesses> LoadAsync(LoadShape shape)
    {
        Since = Timestamps.Floor(TimeProvider.System.GetUtcNow());
        _load = await LoadProcesses.StartAsync(shape, Gateways, ClusterId);
        return _load;
    }

    /// <summary>Waits for the first rows and until the silos' and the load's compilers are at rest.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        await UntilRowsComeAsync(cancellationToken);
        await Compilation.UntilAtRestAsync(() => _silos.Select(silo => silo.Process.Id).Concat(_load?.Ids ?? []), cancellationToken);
    }

    /// <summary>Waits until the first of the load's rows are durable, and for the warm-up: buffers fill before that, and the database has nothing to do.</summary>
    public async Task UntilRowsComeAsync(CancellationToken cancellationToken)
    {
        while ((await _database.ListAsync<bool>(SqlFile.Read("has-rows-since"), cancellationToken, SampleId.Derive(0, Since), Since)) is [false])
        {
            await Task.Delay(Tick, cancellationToken);
        }

        await Task.Delay(WarmUp, cancellationToken);
    }

    /// <summary>Notes which rows are there, and who has used how much CPU.</summary>
    public Task<Mark> MarkAsync(CancellationToken cancellationToken) => Mark.SetAsync(_database, Cpu, cancellationToken);

    /// <summary>Who has used how much CPU so far.</summary>
    public CpuTimes Cpu() => new(
        _silos.Select(silo => ProcessTime.Of(silo.Process.Id)).Aggregate((double?)0, (sum, seconds) => sum + seconds), _load?.Seconds, _server.Seconds);

    /// <summary>A silo's port for other silos, by which grains' addresses name it.</summary>
    public int SiloPortOf(int silo) => int.Parse(_silos[silo].Variables["Cluster__SiloPort"]!, CultureInfo.InvariantCulture);

    /// <summary>Ends a silo as a crash does.</summary>
    public Task KillAsync(int silo) => _silos[silo].Process.SignalAsync(UnixSignal.Kill);

    /// <summary>Asks a silo to stop, and waits until it has.</summary>
    public Task StopAsync(int silo) => _silos[silo].TerminateAsync();

    /// <summary>Starts a silo in the place of one that has ended, and waits until it is ready.</summary>
    public async Task ReplaceAsync(int silo)
    {
        var ended = _silos[silo];
        _silos[silo] = await SiloProcess.StartAsync(ended.Variables);
        await ended.DisposeAsync();
    }

    /// <summary>Stops the silos, which commit what they have.</summary>
    public async Task StopAsync()
    {
        for (var silo = 0; silo < _silos.Count; silo++)
        {
            await StopAsync(silo);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }
    }
}
