using System.Net;
using System.Net.Sockets;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Faults.Tests.Support;

/// <summary>A database for one test, with TimescaleDB where this machine has it, and a view of it that no fault is in the way of.</summary>
internal sealed class FaultDatabase : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly bool _ownsServer;

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

    public async Task<T> AskAsync<T>(string query) => await RunAsync(query, async command => (T)(await command.ExecuteScalarAsync())!);

    public Task ExecuteAsync(string statement) => RunAsync(statement, command => command.ExecuteNonQueryAsync());

    /// <summary>Moves it to a folder; whoever is connected to it is sent away.</summary>
    public async Task MoveToAsync(string folder)
    {
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

    private async Task<T> RunAsync<T>(string text, Func<NpgsqlCommand, Task<T>> run)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address.ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own texts.
        command.CommandText = text;
#pragma warning restore CA2100
        return await run(command);
    }
}
