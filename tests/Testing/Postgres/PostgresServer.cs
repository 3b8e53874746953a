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
        OrSkipAsync(() => LaunchAsync(flavor, shared: false));

    /// <summary>Stops the server in an orderly way; connections break, data stays.</summary>
    public Task StopAsync() => _host.StopAsync(crash: false);

    /// <summary>Stops the server as a crash does: no checkpoint, recovery at the next start.</summary>
    public Task CrashAsync() => _host.StopAsync(crash: true);

    /// <summary>Starts a stopped server on the same port with the same data, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        await _host.StartAsync();
        await WaitUntilReadyAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    internal static Task<PostgresServer> TrySharedAsync(PostgresFlavor flavor) =>
        Shared.GetOrAdd(flavor, key => new Lazy<Task<PostgresServer>>(() => LaunchAsync(key, shared: true))).Value;

    internal async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 10 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<PostgresServer> LaunchAsync(PostgresFlavor flavor, bool shared)
    {
        var server = new PostgresServer(PostgresHosts.Choose(flavor, shared));
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
