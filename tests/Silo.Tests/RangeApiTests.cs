using System.Net;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Tests.Support;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Usage over time by HTTP: shapes, and what a browser may keep.</summary>
public sealed class RangeApiTests(SqliteSilo silo)
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task History_has_at_most_100_buckets_newest_first_in_the_shape_that_the_front_end_reads()
    {
        var now = TimeProvider.System.GetUtcNow();
        const string Fields = """
            "cpu_usage":20,"memory_usage":268435456,"memory_limit":2147483648,"network_in":3,"network_out":4
            """;
        await silo.Http.PushAsync(_id, $"[{string.Join(',', Enumerable.Range(0, 720).Select(index => HttpCalls.SampleAt(now.AddSeconds(-5 * index), Fields)))}]");

        foreach (var (query, least) in new[] { ("", 99), ("?period=1h", 99), ("?period=10m", 99), ("?period=24h", 4) })
        {
            var points = (await silo.Http.ReadAsync($"instances/{_id}/stats/history/{query}")).Body.AsArray();
            Assert.InRange(points.Count, least, 100);
            Assert.Equal(
                ["timestamp", "cpu_usage", "memory_usage", "memory_limit", "memory_percentage", "network_in", "network_out"],
                points[0]!.AsObject().Select(member => member.Key));
            Assert.Equal((20.0, 268435456, 12.5), ((double)points[0]!["cpu_usage"]!, (long)points[0]!["memory_usage"]!, (double)points[0]!["memory_percentage"]!));
            Assert.Equal(points.Select(point => (string?)point!["timestamp"]).OrderDescending(StringComparer.Ordinal), points.Select(point => (string?)point!["timestamp"]));
        }

        await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"id":"00000000-0000-0000-0000-{{_id.ToString("N")[..12]}}"}""");
        Assert.Equal("[]", (await silo.Http.ReadAsync($"instances/00000000-0000-0000-0000-{_id.ToString("N")[..12]}/stats/history")).Body.ToJsonString());
    }

    [Fact]
    public async Task A_range_says_its_resolution_and_has_its_points_oldest_first()
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddHours(-2).ToUnixTimeSeconds() / 3600 * 3600);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(start)},{HttpCalls.SampleAt(start.AddMinutes(4))}]");

        var from = $"from={Rfc3339.Format(start)}&to={Rfc3339.Format(start.AddMinutes(6))}";
        var raw = (await silo.Http.ReadAsync($"instances/{_id}/range?{from}")).Body;
        var minutes = (await silo.Http.ReadAsync($"instances/{_id}/range/?{from}&resolution=minute&points=3&fill=null")).Body;

        Assert.Equal(("raw", 0), ((string?)raw["resolution"], (int)raw["width_seconds"]!));
        Assert.Equal(Rfc3339.Format(start), (string?)raw["items"]![0]!["bucket"]);
        Assert.Equal(("minute", 120), ((string?)minutes["resolution"], (int)minutes["width_seconds"]!));
        Assert.Equal([1L, 0L, 1L], minutes["items"]!.AsArray().Select(point => (long)point!["sample_count"]!));
        Assert.Null(minutes["items"]![1]!["avg_cpu"]);
    }

    [Theory]
    [InlineData("hourly")]
    [InlineData("daily")]
    [InlineData("range")]
    [InlineData("totals")]
    public async Task A_range_that_is_over_is_sent_again_only_when_it_has_changed(string path)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddDays(-3).ToUnixTimeSeconds() / 86_400 * 86_400);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(start)}]");
        var closed = $"instances/{_id}/{path}?from={Rfc3339.Format(start)}&to={Rfc3339.Format(start.AddDays(1))}";

        var tag = await TagAsync(closed, null, HttpStatusCode.OK);
        Assert.Equal(tag, await TagAsync(closed, tag, HttpStatusCode.NotModified));
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(start.AddHours(1))}]");
        Assert.NotEqual(tag, await TagAsync(closed, tag, HttpStatusCode.OK));

        Assert.Null(await TagAsync($"instances/{_id}/{path}", null, HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_range_that_is_too_old_for_late_samples_may_be_kept_without_asking()
    {
        var old = TimeProvider.System.GetUtcNow().AddDays(-60);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");

        using var response = await silo.Http.GetAsync(
            new Uri($"instances/{_id}/hourly?from={Rfc3339.Format(old)}&to={Rfc3339.Format(old.AddDays(1))}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((TimeSpan.FromHours(1), false), (response.Headers.CacheControl!.MaxAge, response.Headers.CacheControl.NoCache));
    }

    private async Task<string?> TagAsync(string path, string? known, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }

        using var response = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.Private);
        return response.Headers.ETag?.ToString();
    }
}
