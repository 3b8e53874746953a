using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Roles;

/// <summary>A server of its own, since roles belong to a server, with one database and the scripts of <c>sql/roles</c>.</summary>
internal sealed class RolesServer : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly PostgresDatabase _database;

    private RolesServer(PostgresServer server, PostgresDatabase database) => (_server, _database) = (server, database);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts it, without any of the roles.</summary>
    public static async Task<RolesServer> StartAsync()
    {
        var server = await PostgresServer.StartOwnAsync();
        TierReport.Ran(server.TimescaleVersion is null ? Tier.Postgres : Tier.Timescale);
        return new RolesServer(server, await PostgresDatabase.CreateAsync(server));
    }

    /// <summary>Runs a script as an administrator does; returns its lines.</summary>
    public async Task<string[]> RunAsync(string script, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var (exitCode, lines) = await Psql.RunAsync(_database.ConnectionString, [.. arguments, "-f", PathOf(script)], environment);
        Assert.True(exitCode == 0, string.Join(Environment.NewLine, lines));
        return [.. lines];
    }

    /// <summary>Runs a script as another role, with success or without.</summary>
    public Task<(int ExitCode, IReadOnlyCollection<string> Lines)> TryRunAsync(string script, string role, string password) =>
        Psql.RunAsync(As(role, password), ["-f", PathOf(script)]);

    /// <summary>Runs a statement as the superuser.</summary>
    public Task ExecuteAsync(string statement) => ExecuteAsync(_database.ConnectionString, statement);

    /// <summary>Runs a statement as a role.</summary>
    public Task ExecuteAsync(string role, string password, string statement) => ExecuteAsync(As(role, password), statement);

    /// <summary>A statement's only value, as the superuser.</summary>
    public async Task<object?> ValueAsync(string statement)
    {
        await using var connection = await ConnectAsync(_database.ConnectionString);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    /// <summary>A store that is open as a role.</summary>
    public async Task<ISampleStore> OpenAsync(string role, string password, bool applySchema)
    {
        var store = StoreFactory.Postgres(As(role, password), new PostgresStoreOptions(), NullLogger.Instance);
        await store.OpenAsync(applySchema, Cancel);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = await ConnectAsync(connectionString);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<NpgsqlConnection> ConnectAsync(string connectionString)
    {
        var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private static string PathOf(string script) => RepositoryRoot.Combine("sql", "roles", script);

    private string As(string role, string password) =>
        new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = role, Password = password }.ConnectionString;
}
