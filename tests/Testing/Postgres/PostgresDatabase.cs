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
    public static async Task<PostgresDatabase> CreateAsync(PostgresServer server)
    {
        var name = $"test_{Guid.NewGuid():n}";
        // template1 may be in use by TimescaleDB's launcher, which would fail the copy.
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0");
        return new PostgresDatabase(server, name);
    }

    /// <summary>The shared server of a tier; skips the running test where there is none.</summary>
    internal static async Task<PostgresServer> ForTierAsync(Tier tier)
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(PostgresServer server, string statement)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is made of hexadecimal digits here.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
