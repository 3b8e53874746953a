using LaunchStack.Metrics.Storage;
using Npgsql;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>A fresh database on a server, dropped at the end.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly string _name;

    private PostgresDatabase(PostgresServer server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>A superuser's connection to it.</summary>
    public string ConnectionString { get; }

    /// <summary>The server it is on.</summary>
    public PostgresServer Server => _server;

    /// <summary>
    /// A database for tests of a tier, on the server that the tests of this process share. The extension is there to be created
    /// and not created. Skips the running test where the machine has no such tier, and counts the test in <see cref="TierReport"/>.
    /// </summary>
    public static async Task<PostgresDatabase> CreateAsync(Tier tier)
    {
        var server = await ForTierAsync(tier);
        return await CreateAsync(server);
    }

    /// <summary>A database on a server of one's own.</summary>
    public static Task<PostgresDatabase> CreateAsync(PostgresServer server) =>
        // template1 may be in use by TimescaleDB's launcher, which would fail the copy.
        CreateAsync(server, "TEMPLATE template0");

    /// <summary>A copy of this database on the same server. Nobody may be connected to this one.</summary>
    public Task<PostgresDatabase> CopyAsync()
    {
        ClearPool();
        // File by file: by way of the log, which is the default, every page would be written twice.
        return CreateAsync(_server, $"TEMPLATE {_name} STRATEGY FILE_COPY");
    }

    /// <summary>The shared server of a tier; skips the running test where there is none.</summary>
    public static async Task<PostgresServer> ForTierAsync(Tier tier)
    {
        try
        {
            var server = await PostgresServer.TrySharedAsync(tier == Tier.TimescaleApache ? PostgresFlavor.Apache : PostgresFlavor.Full);
            if (tier is Tier.Timescale or Tier.TimescaleApache && server.TimescaleVersion is null)
            {
                const string Reason = "TimescaleDB is not installed on this PostgreSQL server";
                TierReport.Skipped(tier, Reason);
                Assert.Skip(Reason);
            }

            TierReport.Ran(tier);
            return server;
        }
        catch (PostgresUnavailableException problem)
        {
            TierReport.Skipped(tier, problem.Message);
            Unavailable.SkipOrFail(problem.Message);
            throw;
        }
    }

    /// <summary>Lets nobody connect any more, background workers included, so that copies can be made at any time.</summary>
    public async Task SealAsync()
    {
        ClearPool();
        await ExecuteAsync(_server, $"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
        await Deadline.UntilAsync(
            async () =>
            {
                await using var connection = await _server.ConnectAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1";
                command.Parameters.AddWithValue(_name);
                return await command.ExecuteScalarAsync() is 0L;
            },
            $"nobody is connected to {_name}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ClearPool();
        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static async Task<PostgresDatabase> CreateAsync(PostgresServer server, string options)
    {
        var name = $"test_{Guid.NewGuid():n}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} {options}");
        return new PostgresDatabase(server, name);
    }

    private void ClearPool()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private static async Task ExecuteAsync(PostgresServer server, string statement)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names are made of hexadecimal digits here.
        command.CommandText = statement;
        // A copy takes as long as its size.
        command.CommandTimeout = (int)TimeSpan.FromMinutes(10).TotalSeconds;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
