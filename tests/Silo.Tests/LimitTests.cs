using System.Net;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>What a caller may ask for at once, and for how long.</summary>
public sealed class LimitTests(SqliteSilo shared)
{
    private readonly Guid _id = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_that_takes_too_long_is_504_and_ends_in_the_database_and_more_at_once_are_429()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>
        {
            ["ConnectionStrings__Metrics"] = database.ConnectionString,
            ["Metrics__Tier"] = "postgres",
            ["Metrics__QueriesPerCaller"] = "2",
            ["Metrics__RequestTimeout"] = "00:00:02",
            ["Metrics__CorsOrigins"] = "*",
        });
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        var document = await ApiDocument.ReadAsync(shared.Http);
        await using var held = await HeldTable.HoldAsync(database);
        Task<HttpResponseMessage>[] slow = [GetAsync(silo, "samples"), GetAsync(silo, "stats")];
        await held.WaitAsync(2);

        using (var refused = await GetAsync(silo, "samples"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            await document.AssertDescribesAsync("get /api/v1/instances/{id}/samples", refused);
            var problem = await refused.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("at most 2 queries", problem, StringComparison.Ordinal);
            Assert.Contains("\"field\":\"queries and changes\",\"rule\":\"must be at most 2 of one caller at once\"", problem, StringComparison.Ordinal);
        }

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "instances"), (HttpMethod.Patch, $"instances/{_id}"), (HttpMethod.Delete, $"instances/{_id}"), (HttpMethod.Put, $"instances/{_id}/settings"),
        })
        {
            Assert.Equal((method, HttpStatusCode.TooManyRequests), (method, (await silo.Http.SendAsync(method, path, "{}")).Status));
        }

        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("health")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]")).Status);
        foreach (var (query, path) in slow.Zip(["samples", "stats"]))
        {
            using var answer = await query;
            Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
            await document.AssertDescribesAsync($"get /api/v1/instances/{{id}}/{path}", answer);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("\"error\":\"the request took longer than 00:00:02\"", problem, StringComparison.Ordinal);
            Assert.Contains("\"field\":\"request\",\"rule\":\"must take at most 00:00:02\"", problem, StringComparison.Ordinal);
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        }

        await held.WaitAsync(0);
        await held.LetGoAsync();
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync($"instances/{_id}/samples")).Status);
        Assert.DoesNotContain(silo.Process.Lines, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headers_of_more_than_16_KiB_are_refused()
    {
        foreach (var (length, expected) in new[] { (15_000, HttpStatusCode.OK), (17_000, HttpStatusCode.RequestHeaderFieldsTooLarge) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "instances");
            request.Headers.Add("Cookie", new string('x', length));
            using var answer = await shared.Http.SendAsync(request, Cancel);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_caller_with_as_many_live_streams_as_one_may_have_gets_429_until_one_of_them_ends()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["Metrics__LiveStreamsPerCaller"] = "1", ["Metrics__QueriesPerCaller"] = "1" });
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");
        using (await LiveStream.OpenAsync(silo.Http, _id))
        {
            using var refused = await silo.Http.GetAsync(new Uri($"instances/{_id}/live", UriKind.Relative), Cancel);
            Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
            Assert.Contains("at most 1 live streams", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("instances")).Status);
        }

        await Deadline.UntilAsync(
            async () =>
            {
                using var stream = await LiveStream.OpenAsync(silo.Http, _id);
                return true;
            },
            "room for another");
    }

    private async Task<HttpResponseMessage> GetAsync(SiloProcess silo, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"instances/{_id}/{path}");
        request.Headers.Add("Origin", "https://app.example.com");
        return await silo.Http.SendAsync(request, Cancel);
    }
}
