using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Cluster.Tests;

/// <summary>
/// One database per suite with <c>sql/orleans</c> applied. Everything is in a schema that only the search path names, and the
/// session's time zone is not UTC, so that a qualified name or a time without a zone shows.
/// </summary>
public sealed class ClusterDatabase() : PostgresFixture(Tier.Postgres)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _connectionString;

    public async Task<string> ConnectionStringAsync()
    {
        var database = await DatabaseAsync();
        await _gate.WaitAsync();
        try
        {
            return _connectionString ??= await SetUpAsync(database);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<string> SetUpAsync(PostgresDatabase database)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            SearchPath = "metrics",
            Timezone = "Asia/Kolkata",
        }.ConnectionString;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "CREATE SCHEMA metrics");
        // Twice, as two versions of a silo would apply them.
        foreach (var folder in new[] { "incremental", "idempotent", "idempotent" })
        {
            foreach (var script in Directory.GetFiles(RepositoryRoot.Combine("sql", "orleans", folder), "*.sql").Order(StringComparer.Ordinal))
            {
                await ExecuteAsync(connection, await File.ReadAllTextAsync(script));
            }
        }

        return connectionString;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string script)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The project's own scripts.
        command.CommandText = script;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
