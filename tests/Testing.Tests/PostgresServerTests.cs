using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Testing.Tests;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task A_server_of_ones_own_keeps_its_data_and_address_through_a_stop_and_a_crash()
    {
        await using var server = await PostgresServer.StartOwnAsync();
        await using var database = await PostgresDatabase.CreateAsync(server);
        TierReport.Ran(Tier.Postgres);
        await ExecuteAsync(database, "CREATE TABLE kept AS SELECT 1 AS value");
        await server.StopAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(database, "SELECT 1"));
        await server.StartAsync();
        await ExecuteAsync(database, "INSERT INTO kept VALUES (2)");
        await server.CrashAsync();
        await server.StartAsync();
        Assert.Equal(3L, await ExecuteAsync(database, "SELECT sum(value) FROM kept"));
    }

    [Fact]
    public async Task A_database_is_fresh_and_gone_at_the_end_even_while_connections_are_open()
    {
        string connectionString;
        await using (var database = await PostgresDatabase.CreateAsync(Tier.Postgres))
        {
            connectionString = database.ConnectionString;
            var open = new NpgsqlConnection(connectionString);
            await open.OpenAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0L, await ExecuteAsync(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        }

        await using var gone = new NpgsqlConnection(connectionString);
        var refusal = await Assert.ThrowsAnyAsync<PostgresException>(() => gone.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refusal.SqlState);
    }

    [Theory]
    [InlineData(Tier.Timescale, "timescale")]
    [InlineData(Tier.TimescaleApache, "apache")]
    public async Task A_tier_of_the_extension_has_its_licence(Tier tier, string licence)
    {
        await using var database = await PostgresDatabase.CreateAsync(tier);
        await ExecuteAsync(database, "CREATE EXTENSION timescaledb");
        Assert.Equal(licence, await ExecuteAsync(database, "SHOW timescaledb.license"));
    }

    private static async Task<object?> ExecuteAsync(PostgresDatabase database, string statement)
    {
        // Without a pool: a pooled connection may be one that the stop has broken.
        await using var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync();
    }
}
