using System.Data;
using System.Net;
using System.Net.Sockets;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Testing.Faults;

/// <summary>A database for one test, with TimescaleDB where this machine has it, and a view of it that no fault is in the way of.</summary>
internal sealed class FaultDatabase : IAsyncDisposable
{
    // Orleans's SiloStatus.
    private const int Active = 3;

    private readonly PostgresDatabase _database;
    private readonly bool _ownsServer;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private NpgsqlConnection? _connection;

    private FaultDatabase(PostgresDatabase database, bool ownsServer)
    {
        (_database, _ownsServer) = (database, ownsServer);
        Address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
    }

    public PostgresServer Server => _database.Server;

    public NpgsqlConnectionStringBuilder Address { get; }

    /// <summary>Where its server listens.</summary>
    public IPEndPoint EndPoint => new(Dns.GetHostAddresses(Address.Host!, AddressFamily.InterNetwork)[0], Address.Port);

    /// <summary>What a silo is given.</summary>
    public string Url => UrlAt(Address.Host!, Address.Port);

    /// <summary>On the server that tests share.</summary>
    public static async Task<FaultDatabase> CreateAsync() => await CreateAsync(await PostgresServer.SharedAsync(), ownsServer: false);

    /// <summary>On a server that the test may crash, freeze and fill.</summary>
    public static async Task<FaultDatabase> CreateOnOwnServerAsync() => await CreateAsync(await PostgresServer.StartOwnAsync(), ownsServer: true);

    /// <summary>The same database by another way.</summary>
    public string UrlAt(string host, int port) =>
        $"postgresql://{Uri.EscapeDataString(Address.Username!)}:{Uri.EscapeDataString(Address.Password!)}@{host}:{port}/{Address.Database}";

    /// <summary>How many samples are stored.</summary>
    public Task<long> CountAsync() => AskAsync<long>("SELECT count(*) FROM resource_usage");

    /// <summary>Whether its cluster takes a silo for alive, as it was last started.</summary>
    public async Task<bool> IsActiveAsync(FaultSilo silo) => await AskAsync<int>(
        $"SELECT status FROM orleans_silo WHERE proxy_port = {silo.GatewayPort} ORDER BY generation DESC LIMIT 1") == Active;

    /// <summary>Where its cluster finds a silo, as it was last started.</summary>
    public async Task<SiloAddress> FindAsync(FaultSilo silo) => SiloAddress.FromParsableString(await AskAsync<string>(
        $"SELECT address || ':' || port || '@' || generation FROM orleans_silo WHERE proxy_port = {silo.GatewayPort} ORDER BY generation DESC LIMIT 1"));

    public async Task<T> AskAsync<T>(string query) => await RunAsync(query, async command => (T)(await command.ExecuteScalarAsync())!);

    public Task ExecuteAsync(string statement) => RunAsync(statement, command => command.ExecuteNonQueryAsync());

    /// <summary>Moves it to a folder; whoever is connected to it is sent away.</summary>
    public async Task MoveToAsync(string folder)
    {
        await DisconnectAsync();
        await using var source = NpgsqlDataSource.Create(Server.ConnectionString);
        await RunAsync(source, $"CREATE TABLESPACE elsewhere LOCATION '{folder}'");
        // TimescaleDB's launcher looks into every database as it finds it, and on a busy machine a session takes its time to end.
        await Deadline.UntilAsync(
            async () =>
            {
                await RunAsync(source, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Address.Database}'");
                await RunAsync(source, $"ALTER DATABASE {Address.Database} SET TABLESPACE elsewhere");
                return true;
            },
            "nobody is connected to the database that moves");
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        _gate.Dispose();
        if (_ownsServer)
        {
            await Server.DisposeAsync();
        }
        else
        {
            await _database.DisposeAsync();
        }
    }

    private static async Task<FaultDatabase> CreateAsync(PostgresServer server, bool ownsServer)
    {
        TierReport.Ran(server.TimescaleVersion is null ? Tier.Postgres : Tier.Timescale);
        return new FaultDatabase(await PostgresDatabase.CreateAsync(server), ownsServer);
    }

    private static async Task RunAsync(NpgsqlDataSource source, string statement)
    {
#pragma warning disable CA2100 // The tests' own names.
        await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    // Tests ask again and again until something is so: by one connection, and by a new one where a fault has broken it.
    private async Task<T> RunAsync<T>(string text, Func<NpgsqlCommand, Task<T>> run)
    {
        await _gate.WaitAsync();
        try
        {
            if (_connection is not null)
            {
                try
                {
                    return await RunAsync(_connection, text, run);
                }
                catch (NpgsqlException) when (_connection.State != ConnectionState.Open)
                {
                    await DisconnectAsync();
                }
            }

            _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address.ConnectionString) { Pooling = false, Timeout = 5, CommandTimeout = 10 }.ConnectionString);
            try
            {
                await _connection.OpenAsync(TestContext.Current.CancellationToken);
            }
            catch
            {
                await DisconnectAsync();
                throw;
            }

            return await RunAsync(_connection, text, run);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<T> RunAsync<T>(NpgsqlConnection connection, string text, Func<NpgsqlCommand, Task<T>> run)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own texts.
        command.CommandText = text;
#pragma warning restore CA2100
        return await run(command);
    }

    private async ValueTask DisconnectAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
    }
}
