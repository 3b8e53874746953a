using System.Net;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary><c>GET /api/v1/health</c>, which LaunchStack's front end reads.</summary>
public sealed class ServiceHealthTests(SqliteSilo silo)
{
    [Theory]
    [InlineData("health")]
    [InlineData("health/")]
    public async Task It_has_the_front_ends_shape_and_lists_nothing_where_all_is_well(string path)
    {
        var body = await ExaminedAsync(silo.Http, path);

        Assert.Equal("ok", (string?)body["status"]);
        Assert.Equal("production", (string?)body["environment"]);
        Assert.StartsWith("0.", (string?)body["version"], StringComparison.Ordinal);
        Assert.True((DateTimeOffset)body["timestamp"]! > DateTimeOffset.UnixEpoch);
        Assert.Equal("ok", (string?)body["database"]!["status"]);
        Assert.True((double)body["response_time_ms"]! >= (double)body["database"]!["response_time_ms"]!);
        Assert.Empty(body["checks"]!.AsArray());
        Assert.False(body.AsObject().ContainsKey("error"));
    }

    [Theory]
    [InlineData("DROP INDEX resource_usage_instance_id_timestamp_idx", "ok", "indexes", "warn")]
    [InlineData("ALTER TABLE resource_usage DROP CONSTRAINT resource_usage_pkey", "degraded", "keys", "fail")]
    public async Task What_the_doctor_finds_is_listed_a_failure_degrades_and_neither_makes_the_silo_unready(
        string statement, string status, string check, string severity)
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using (var store = StoreFactory.Postgres(database.ConnectionString, new PostgresStoreOptions { Tier = TierChoice.Postgres }, NullLogger.Instance))
        {
            await store.OpenAsync(applySchema: true, CancellationToken.None);
        }

        await ExecuteAsync(database.ConnectionString, statement);
        await using var broken = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });

        var body = await ExaminedAsync(broken.Http, "health");
        Assert.Equal(status, (string?)body["status"]);
        var found = Assert.Single(body["checks"]!.AsArray(), item => (string?)item!["name"] == check)!;
        Assert.Equal(severity, (string?)found["status"]);
        Assert.False(string.IsNullOrEmpty((string?)found["message"]));
        Assert.Equal(HttpStatusCode.OK, (await broken.Http.ReadAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task Without_its_database_it_is_an_error_that_says_why_before_the_start_and_after_without_secrets()
    {
        await using var probe = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var server = await PostgresServer.StartOwnAsync(PostgresFlavor.Plain);
        await using var database = await PostgresDatabase.CreateAsync(server);
        await server.StopAsync();
        await using var waiting = SiloProcess.Launch(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });
        await waiting.Process.WaitForLineAsync("trying again until it does");

        var password = new NpgsqlConnectionStringBuilder(database.ConnectionString).Password!;
        await AssertErrorAsync(waiting.Http, "starting", password);

        await server.StartAsync();
        await waiting.Process.WaitForLineAsync("launchstack-silo 0");
        Assert.Equal(HttpStatusCode.OK, (await waiting.Http.ReadAsync("health")).Status);

        await server.StopAsync();
        await AssertErrorAsync(waiting.Http, "the database cannot be used", password);
        await server.StartAsync();
    }

    private static async Task AssertErrorAsync(HttpClient http, string reason, string password)
    {
        var (status, body) = await http.ReadAsync("health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(("error", "error"), ((string?)body["status"], (string?)body["database"]!["status"]));
        Assert.Contains(reason, (string?)body["error"], StringComparison.Ordinal);
        Assert.DoesNotContain(password, body.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>The answer once the doctor has looked.</summary>
    private static async Task<JsonNode> ExaminedAsync(HttpClient http, string path)
    {
        JsonNode? body = null;
        await Deadline.UntilAsync(
            async () =>
            {
                (var status, body) = await http.ReadAsync(path);
                return status == HttpStatusCode.OK && body["examined_at"] is not null;
            },
            "the doctor has looked");
        return body!;
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
