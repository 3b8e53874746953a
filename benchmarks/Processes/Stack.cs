using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>A silo on a database, as processes of their own, and the load on it.</summary>
internal sealed class Stack : IAsyncDisposable
{
    /// <summary>What rates leave out at the start.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly SiloProcess _silo;
    private readonly ServerProcess _server;
    private readonly BenchmarkDatabase _database;
    private LoadProcesses? _load;

    private Stack(SiloProcess silo, ServerProcess server, BenchmarkDatabase database) => (_silo, _server, _database) = (silo, server, database);

    public string Gateway => $"127.0.0.1:{_silo.GatewayPort}";

    public int GatewayPort => _silo.GatewayPort;

    /// <summary>A client for the silo's API.</summary>
    public HttpClient Http => _silo.Http;

    public string ClusterId => _silo.ClusterId;

    /// <summary>When the load began: its samples are of that time or later.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Starts the silo.</summary>
    /// <param name="home">Its database.</param>
    /// <param name="database">The same, to look at.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <param name="settings">Variables of the silo other than the database; null: none.</param>
    public static async Task<Stack> StartAsync(
        PostgresDatabase home, BenchmarkDatabase database, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var server = await ServerProcess.FindAsync(database, cancellationToken);
        var variables = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { ["ConnectionStrings__Metrics"] = home.ConnectionString };
        var silo = await SiloProcess.StartAsync(variables);
        return new Stack(silo, server, database);
    }

    /// <summary>Starts the load, and returns once it has begun.</summary>
    public async Task<LoadProcesses> LoadAsync(LoadShape shape)
    {
        Since = Timestamps.Floor(TimeProvider.System.GetUtcNow());
        _load = await LoadProcesses.StartAsync(shape, _silo.GatewayPort, _silo.ClusterId);
        return _load;
    }

    /// <summary>Waits until the first of the load's rows are durable, and for the warm-up: buffers fill before that, and the database has nothing to do.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
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
    public CpuTimes Cpu() => new(ProcessTime.Of(_silo.Process.Id), _load?.Seconds, _server.Seconds);

    /// <summary>Stops the silo, which commits what it has.</summary>
    public Task StopAsync() => _silo.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        await _silo.DisposeAsync();
    }
}
