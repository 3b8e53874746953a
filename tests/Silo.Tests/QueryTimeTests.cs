using System.Net;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>What queries that take long, or have no answer, are to those who asked and to those who push.</summary>
public sealed class QueryTimeTests
{
    private readonly Guid _id = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_is_504_after_the_time_it_may_take_and_500_where_it_has_no_answer_and_neither_is_worth_a_retry()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await StartAsync(database, "Metrics__QueryTimeout", "00:00:00.5");
        var hour = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddHours(-2);
        var (from, to) = ($"{hour:yyyy-MM-dd'T'HH:mm:ss}Z", $"{hour.AddMinutes(30):yyyy-MM-dd'T'HH:mm:ss}Z");
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(hour.AddMinutes(1))}]", "?ack=durable");
        await ExecuteAsync(
            database,
            $"INSERT INTO resource_usage (id, instance_id, timestamp, cpu_usage) SELECT gen_random_uuid(), '{_id}', '{from}'::TIMESTAMPTZ + s * INTERVAL '1 s', 1.7e308 FROM generate_series(1, 2) AS s");
        using (var failed = await silo.Http.GetAsync(new Uri($"instances/{_id}/hourly?from={from}&to={to}", UriKind.Relative), Cancel))
        {
            await ExpectAsync(failed, HttpStatusCode.InternalServerError, "the database cannot answer this query: 22003: ");
        }

        await using var client = await MetricsClient.ConnectAsync(
            options => (options.Gateways, options.ClusterId, options.ServiceId) = ([$"127.0.0.1:{silo.GatewayPort}"], silo.ClusterId, silo.ClusterId),
            cancellationToken: Cancel);
        await Assert.ThrowsAsync<QueryFailedException>(() => client.GetHourlyAsync(_id, hour, hour.AddMinutes(30), Cancel));
        await Assert.ThrowsAsync<QueryFailedException>(() => client.GetTotalsAsync(_id, hour, hour.AddMinutes(30), cancellationToken: Cancel));

        await using var held = await HeldTable.HoldAsync(database);
        using (var slow = await silo.Http.GetAsync(new Uri($"instances/{_id}/samples", UriKind.Relative), Cancel))
        {
            await ExpectAsync(slow, HttpStatusCode.GatewayTimeout, "the database ended the query: it may take 0.5 s (Metrics:QueryTimeout)");
        }

        await held.WaitAsync(0);
        Assert.Equal(TimeSpan.FromSeconds(0.5), (await Assert.ThrowsAsync<QueryTimeoutException>(() => client.GetRecentAsync(_id, cancellationToken: Cancel))).Limit);
    }

    [Fact]
    public async Task A_new_instance_is_durable_while_every_connection_that_queries_have_is_taken()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await StartAsync(database, "Metrics__QueryConcurrency", "1");
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        await using var holder = new NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync(Cancel);
        await using var hold = new NpgsqlCommand($"BEGIN; SELECT FROM instances WHERE id = '{_id}' FOR UPDATE", holder);
        await hold.ExecuteNonQueryAsync(Cancel);

        // One connection for queries and two for changes of instances: these take them all.
        Task[] renames = [.. Enumerable.Range(0, 3).Select(index => silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}", $$"""{"name":"web-{{index}}"}"""))];
        await Deadline.UntilAsync(async () => await RenamesAsync(database) == 3, "all renames to wait for the row");

        var pushed = await silo.Http.PushAsync(Guid.NewGuid(), $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        Assert.Equal((HttpStatusCode.OK, 3), (pushed.Status, await RenamesAsync(database)));
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("health")).Status);
        await holder.CloseAsync();
        await Task.WhenAll(renames);
    }

    private static Task<SiloProcess> StartAsync(PostgresDatabase database, string option, string value) => SiloProcess.StartAsync(new Dictionary<string, string?>
    {
        ["ConnectionStrings__Metrics"] = database.ConnectionString,
        ["Metrics__Tier"] = "postgres",
        [option] = value,
    });

    private static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode status, string error)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Null(answer.Headers.RetryAfter);
        Assert.Contains($"\"error\":\"{error}", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task<long> RenamesAsync(PostgresDatabase database) => (long)(await ExecuteAsync(
        database,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%UPDATE instances SET name%' AND pid <> pg_backend_pid()"))!;

    private static async Task<object?> ExecuteAsync(PostgresDatabase database, string statement)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
