using System.Collections.Concurrent;
using Npgsql;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>
/// A real PostgreSQL server. Most tests share one per test process; a test that stops its server starts one of its own.
/// Without one the test is skipped with the reason; in CI (<c>CI=true</c>) it fails.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<PostgresFlavor, Lazy<Task<PostgresServer>>> Shared = new();
    private readonly IPostgresHost _host;

    private PostgresServer(IPostgresHost host) => _host = host;

    /// <summary>Where it runs and what it is, without secrets.</summary>
    public string Description { get; private set; } = "";

    /// <summary>A superuser's connection to the database <c>postgres</c>.</summary>
    public string ConnectionString => _host.ConnectionString;

    /// <summary>TimescaleDB's version that can be created here; null where there is none.</summary>
    public string? TimescaleVersion { get; private set; }

    /// <summary>The server that the tests of this process share. Never stop it.</summary>
    public static Task<PostgresServer> SharedAsync(PostgresFlavor flavor = PostgresFlavor.Full) =>
        OrSkipAsync(() => TrySharedAsync(flavor));

    /// <summary>A server of one's own, to be stopped, crashed and started at will; dispose it.</summary>
    public static Task<PostgresServer> StartOwnAsync(PostgresFlavor flavor = PostgresFlavor.Full) =>
        OrSkipAsync(() => LaunchAsync(flavor));

    /// <summary>A server of one's own outside a test; dispose it.</summary>
    /// <param name="flavor">How it is set up.</param>
    /// <param name="settings"><c>name=value</c>, in place of the ones that suit tests: those trade the data's safety for speed.</param>
    /// <exception cref="PostgresUnavailableException">This machine cannot run one.</exception>
    public static Task<PostgresServer> LaunchAsync(PostgresFlavor flavor, params IReadOnlyList<string> settings) =>
        LaunchAsync(PostgresHosts.Choose(flavor, shared: false, settings));

    /// <summary>A server that somebody else runs.</summary>
    /// <param name="address">A URL or a connection string of a superuser.</param>
    public static Task<PostgresServer> UseAsync(string address) => LaunchAsync(ExternalPostgres.At(address));

    /// <summary>Stops the server in an orderly way; connections break, data stays.</summary>
    public Task StopAsync() => _host.StopAsync(crash: false);

    /// <summary>Stops the server as a crash does: no checkpoint, recovery at the next start.</summary>
    public Task CrashAsync() => _host.StopAsync(crash: true);

    /// <summary>Freezes all processes of the server: connections stay open, the system takes new ones, and nothing answers.</summary>
    public Task FreezeAsync() => _host.FreezeAsync(frozen: true);

    /// <summary>Lets a frozen server go on where it was.</summary>
    public Task ResumeAsync() => _host.FreezeAsync(frozen: false);

    /// <summary>Starts a stopped server on the same port with the same data, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        await _host.StartAsync();
        await WaitUntilReadyAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    internal static Task<PostgresServer> TrySharedAsync(PostgresFlavor flavor) =>
        Shared.GetOrAdd(flavor, key => new Lazy<Task<PostgresServer>>(() => LaunchAsync(PostgresHosts.Choose(key, shared: true)))).Value;

    internal async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 10 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<PostgresServer> LaunchAsync(IPostgresHost host)
    {
        var server = new PostgresServer(host);
        await server.StartAsync();
        await using var connection = await server.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT split_part(version(), ' ', 2), (
                SELECT default_version FROM pg_available_extensions
                WHERE name = 'timescaledb' AND current_setting('shared_preload_libraries') LIKE '%timescaledb%')
            """;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        server.TimescaleVersion = await reader.IsDBNullAsync(1) ? null : reader.GetString(1);
        server.Description = $"PostgreSQL {reader.GetString(0)}, TimescaleDB {server.TimescaleVersion ?? "absent"} ({server._host.Description})";
        return server;
    }

    private static async Task<PostgresServer> OrSkipAsync(Func<Task<PostgresServer>> start)
    {
        try
        {
            return await start();
        }
        catch (PostgresUnavailableException problem)
        {
            Unavailable.SkipOrFail(problem.Message);
            throw;
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        await Deadline.UntilAsync(
            async () =>
            {
                if (_host.Problem is not null)
                {
                    return true;
                }

                await using var connection = await ConnectAsync();
                return true;
            },
            $"PostgreSQL answers ({_host.Description})");
        if (_host.Problem is { } problem)
        {
            throw new PostgresUnavailableException($"PostgreSQL did not start: {problem}");
        }
    }
}
