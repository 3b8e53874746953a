using System.Net;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Tests.Support;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Many instances by HTTP: shapes, defaults and rules. On a silo of its own, for the answers are about all that it has.</summary>
public sealed class FleetApiTests(SqliteSilo silo) : IClassFixture<SqliteSilo>
{
    private static readonly string[] UsageNames =
        ["sample_count", "avg_cpu", "min_cpu", "max_cpu", "avg_memory", "min_memory", "max_memory", "max_memory_limit", "total_network_in", "total_network_out"];

    private readonly Guid[] _ids = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).Order()];

    [Fact]
    public async Task The_newest_samples_of_all_instances_come_page_by_page_and_those_of_given_ones_at_once()
    {
        var now = TimeProvider.System.GetUtcNow();
        await PushAsync(_ids[0], now.AddSeconds(-20), "\"cpu_usage\":1", durable: true);
        await PushAsync(_ids[0], now.AddSeconds(-10), "\"cpu_usage\":2");
        await PushAsync(_ids[2], now.AddSeconds(-5), "\"cpu_usage\":3", durable: true);

        var given = (await silo.Http.ReadAsync($"latest?instances={_ids[2]},{Guid.NewGuid()},{_ids[0]}&instances={_ids[2]}")).Body;
        Assert.Equal(["items", "next"], Names(given));
        Assert.Null(given["next"]);
        Assert.Equal([(_ids[0], 2.0), (_ids[2], 3.0)], given["items"]!.AsArray().Select(Cpu));
        Assert.Equal(
            ["id", "instance_id", "timestamp", "cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out"], Names(given["items"]![0]!));

        var all = new List<(Guid, double)>();
        for (var page = "latest?limit=1"; ;)
        {
            var body = (await silo.Http.ReadAsync(page)).Body;
            Assert.InRange(body["items"]!.AsArray().Count, 0, 1);
            all.AddRange(body["items"]!.AsArray().Select(Cpu));
            if ((string?)body["next"] is not { } next)
            {
                break;
            }

            page = $"latest/?limit=1&cursor={next}";
        }

        Assert.Equal(all.OrderBy(item => item.Item1), all);
        Assert.Equal([(_ids[0], 2.0), (_ids[2], 3.0)], all.Where(item => _ids.Contains(item.Item1)));
        Assert.Equal(all, (await silo.Http.ReadAsync("latest")).Body["items"]!.AsArray().Select(Cpu));
    }

    [Fact]
    public async Task Several_ranges_come_in_the_order_asked_for_and_unknown_instances_have_none()
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddMinutes(-30).ToUnixTimeSeconds() / 120 * 120);
        await PushAsync(_ids[0], start, "\"cpu_usage\":1");
        await PushAsync(_ids[1], start.AddMinutes(2), "\"cpu_usage\":3");
        var unknown = Guid.NewGuid();

        var body = (await silo.Http.ReadAsync(
            $"range?instances={_ids[1]},{unknown},{_ids[0]}&from={Rfc3339.Format(start)}&to={Rfc3339.Format(start.AddMinutes(4))}&resolution=minute&points=2&fill=null")).Body;

        Assert.Equal(["items", "next"], Names(body));
        var items = body["items"]!.AsArray();
        Assert.Equal([_ids[1], unknown, _ids[0]], items.Select(item => (Guid)item!["instance_id"]!));
        Assert.All(items, item => Assert.Equal(["instance_id", "range"], Names(item!)));
        Assert.Null(items[1]!["range"]);
        Assert.Equal(("minute", 120), ((string?)items[0]!["range"]!["resolution"], (int)items[0]!["range"]!["width_seconds"]!));
        Assert.Equal([null, 3.0], items[0]!["range"]!["items"]!.AsArray().Select(point => (double?)point!["avg_cpu"]));
        Assert.Equal([1.0, null], items[2]!["range"]!["items"]!.AsArray().Select(point => (double?)point!["avg_cpu"]));

        var standard = (await silo.Http.ReadAsync($"range?instances={_ids[0]}")).Body["items"]![0]!["range"]!;
        Assert.Equal("raw", (string?)standard["resolution"]);
        Assert.Equal(["bucket", .. UsageNames, "open"], Names(standard["items"]![0]!));
        Assert.Equal(
            standard.ToJsonString(), (await silo.Http.ReadAsync($"instances/{_ids[0]}/range")).Body.ToJsonString());
    }

    [Fact]
    public async Task A_range_of_several_that_is_over_is_sent_again_only_when_it_has_changed_and_in_each_format()
    {
        var start = TimeProvider.System.GetUtcNow().AddDays(-2);
        await PushAsync(_ids[0], start, "\"cpu_usage\":1");
        var path = new Uri($"range?instances={_ids[0]}&from={Rfc3339.Format(start)}&to={Rfc3339.Format(start.AddMinutes(4))}", UriKind.Relative);

        var tags = new List<string>();
        foreach (var format in new[] { "application/json", "text/csv" })
        {
            using var first = await SendAsync(path, format);
            tags.Add(first.Headers.ETag!.ToString());
            using var second = await SendAsync(path, format, first.Headers.ETag.ToString());
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, second.StatusCode));
            Assert.Contains("Accept", second.Headers.Vary);
        }

        Assert.Equal(2, tags.Distinct().Count());
    }

    [Fact]
    public async Task A_ranking_that_is_over_is_sent_again_only_when_it_has_changed_and_is_never_kept_without_asking()
    {
        await silo.Http.SendAsync(HttpMethod.Post, "instances", $"{{\"id\":\"{_ids[0]}\",\"name\":\"before\"}}");
        var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddDays(-20).ToUnixTimeSeconds() / 3_600 * 3_600);
        await PushAsync(_ids[0], start, "\"cpu_usage\":1", durable: true);
        var over = new Uri($"top?from={Rfc3339.Format(start)}&to={Rfc3339.Format(start.AddHours(1))}", UriKind.Relative);

        using var first = await SendAsync(over, "application/json");
        var tag = first.Headers.ETag!.ToString();
        using var again = await SendAsync(over, "application/json", tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_ids[0]}", "{\"name\":\"after\"}");
        using var renamed = await SendAsync(over, "application/json", tag);
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);

        foreach (var open in new[] { "top", $"top?from={Rfc3339.Format(start)}" })
        {
            using var answer = await SendAsync(new Uri(open, UriKind.Relative), "application/json");
            Assert.Null(answer.Headers.ETag);
        }

        var old = new Uri($"top?from={Rfc3339.Format(start.AddDays(-60))}&to={Rfc3339.Format(start.AddDays(-59))}", UriKind.Relative);
        using var kept = await SendAsync(old, "application/json");
        Assert.Equal((true, true, null), (kept.Headers.CacheControl!.NoCache, kept.Headers.CacheControl.Private, kept.Headers.CacheControl.MaxAge));
        Assert.NotNull(kept.Headers.ETag);
    }

    [Fact]
    public async Task Stats_of_several_are_an_array_in_the_order_asked_for_in_the_shape_of_one()
    {
        var now = TimeProvider.System.GetUtcNow();
        await PushAsync(_ids[0], now.AddSeconds(-2), "\"cpu_usage\":1");
        await PushAsync(_ids[1], now.AddSeconds(-1), "\"cpu_usage\":2", durable: true);

        var many = (await silo.Http.ReadAsync($"stats?instances={_ids[1]},{Guid.NewGuid()},{_ids[0]},{_ids[1]}")).Body.AsArray();

        Assert.Equal(2, many.Count);
        foreach (var (id, index) in new[] { (_ids[1], 0), (_ids[0], 1) })
        {
            Assert.Equal((await silo.Http.ReadAsync($"instances/{id}/stats")).Body.ToJsonString(), many[index]!.ToJsonString());
        }
    }

    [Fact]
    public async Task The_instances_that_use_most_of_the_last_five_minutes_are_ten_by_cpu_unless_something_else_is_asked_for()
    {
        var now = TimeProvider.System.GetUtcNow();
        var many = Enumerable.Range(0, 11).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var (id, index) in many.Select((id, index) => (id, index)))
        {
            await PushAsync(id, now.AddMinutes(-4), $"\"cpu_usage\":{900_000 + index},\"memory_usage\":{11 - index}00000000,\"memory_limit\":2000000000,\"network_in\":{index},\"network_out\":5");
        }

        await PushAsync(_ids[0], now.AddMinutes(-6), "\"cpu_usage\":999999");
        await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"id":"{{_ids[1]}}","name":"busy"}""");
        await PushAsync(_ids[1], now.AddMinutes(-1), "\"cpu_usage\":990000,\"memory_usage\":1");

        var top = (await silo.Http.ReadAsync("top")).Body;
        Assert.Equal(["by", "from", "to", "items"], Names(top));
        Assert.Equal("cpu", (string?)top["by"]);
        Assert.Equal(TimeSpan.FromMinutes(5), Time(top["to"]!) - Time(top["from"]!));
        Assert.InRange(Time(top["to"]!), now, TimeProvider.System.GetUtcNow());
        Assert.Equal([_ids[1], .. many.Reverse().Take(9)], top["items"]!.AsArray().Select(item => (Guid)item!["instance_id"]!));
        Assert.Equal(["instance_id", "name", .. UsageNames[..^2], "memory_share", .. UsageNames[^2..]], Names(top["items"]![0]!));
        Assert.Equal(("busy", 990_000.0, null), ((string?)top["items"]![0]!["name"], (double)top["items"]![0]!["avg_cpu"]!, (double?)top["items"]![0]!["memory_share"]));

        Assert.Equal(many[..2], await TopAsync("by=memory&limit=2"));
        Assert.Equal(many[..2], await TopAsync("by=memory_share&limit=2"));
        Assert.Equal(many.Reverse().Take(2), await TopAsync("by=network&limit=2"));
        Assert.Equal([_ids[0]], await TopAsync($"limit=1&from={Rfc3339.Format(now.AddMinutes(-7))}"));

        async Task<IEnumerable<Guid>> TopAsync(string query) =>
            (await silo.Http.ReadAsync($"top?{query}")).Body["items"]!.AsArray().Select(item => (Guid)item!["instance_id"]!);
    }

    [Fact]
    public async Task Totals_are_of_the_last_24_hours_and_have_percentiles_where_asked_for()
    {
        var now = TimeProvider.System.GetUtcNow();
        await PushAsync(_ids[0], now.AddHours(-25), "\"cpu_usage\":50");
        await PushAsync(_ids[0], now.AddHours(-20), "\"cpu_usage\":10,\"memory_usage\":100,\"memory_limit\":400,\"network_in\":7", durable: true);
        await PushAsync(_ids[0], now.AddMinutes(-1), "\"cpu_usage\":20,\"memory_usage\":200,\"network_in\":8");

        var plain = (await silo.Http.ReadAsync($"instances/{_ids[0]}/totals/")).Body;
        Assert.Equal(["from", "to", .. UsageNames[..^2], "memory_share", .. UsageNames[^2..], "cpu", "memory"], Names(plain));
        Assert.Equal(TimeSpan.FromHours(24), Time(plain["to"]!) - Time(plain["from"]!));
        Assert.Equal((2, 15.0, 150.0, 37.5, 15), ((int)plain["sample_count"]!, (double)plain["avg_cpu"]!, (double)plain["avg_memory"]!, (double)plain["memory_share"]!, (int)plain["total_network_in"]!));
        Assert.Null(plain["cpu"]);

        var full = (await silo.Http.ReadAsync($"instances/{_ids[0]}/totals?percentiles=true&from={Rfc3339.Format(now.AddHours(-26))}")).Body;
        Assert.Equal((3, """{"p50":20,"p95":50,"p99":50}"""), ((int)full["sample_count"]!, full["cpu"]!.ToJsonString()));
        Assert.Equal((HttpStatusCode.NotFound, "unknown instance"), await ProblemAsync($"instances/{Guid.NewGuid()}/totals"));

        async Task<(HttpStatusCode, string)> ProblemAsync(string path)
        {
            var (status, body) = await silo.Http.ReadAsync(path);
            return (status, ((string)body["error"]!)[..16]);
        }
    }

    [Theory]
    [InlineData("latest?limit=0", "limit", "from 1 to 10000")]
    [InlineData("latest?cursor=x", "cursor", "next")]
    [InlineData("latest?instances=", "instances", "GUIDs")]
    [InlineData("latest?instances=x", "instances", "GUIDs")]
    [InlineData("latest?instances=00000000-0000-0000-0000-000000000000", "instances", "GUIDs")]
    [InlineData("latest?instances=ID&limit=5", "limit", "instances")]
    [InlineData("latest?instances=ID&cursor=ID", "cursor", "instances")]
    [InlineData("range", "instances", "required")]
    [InlineData("range?instances=ID,", "instances", "GUIDs")]
    [InlineData("range?instances=MANY", "instances", "1 to 100")]
    [InlineData("range?instances=ID&resolution=second", "resolution", "auto, raw, minute, hour or day")]
    [InlineData("range?instances=ID&fill=zero", "fill", "none, null, previous or linear")]
    [InlineData("range?instances=ID&points=10001", "points", "1 to 10000")]
    [InlineData("range?instances=MOST&points=1001", "points", "at most 1000 for 100")]
    [InlineData("range?instances=ID&from=noon", "from", "RFC 3339")]
    [InlineData("range?instances=ID&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from", "before to")]
    [InlineData("stats", "instances", "required")]
    [InlineData("stats?instances=a,b", "instances", "GUIDs")]
    [InlineData("top?by=disk", "by", "cpu, memory, memory_share or network")]
    [InlineData("top?by=memoryshare", "by", "cpu, memory, memory_share or network")]
    [InlineData("top?limit=1001", "limit", "1 to 1000")]
    [InlineData("top?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from", "before to")]
    [InlineData("top?from=2001-01-01T00:00:00Z&to=2001-01-01T01:00:00Z", "from", "at most 400 days ago")]
    [InlineData("instances/ID/totals?from=2001-01-01T00:00:00Z&to=2001-01-01T01:00:00Z", "from", "at most 400 days ago")]
    [InlineData("top?to=9999-12-31T23:59:59Z", "to", "must be given with from here: the default one must not be more than a day ahead")]
    [InlineData("instances/ID/hourly?from=2001-01-01T00:00:00Z", "from", "must be given with to here: the default one must be at most 17568 hours after from")]
    [InlineData("instances/ID/range?to=1970-01-01T00:00:00Z", "to", "after the beginning of 1970")]
    [InlineData("instances/ID/range?to=9999-12-31T23:59:59Z", "to", "must be given with from")]
    [InlineData("instances/ID/range?to=2001-01-01T00:00:00Z&resolution=raw", "to", "raw samples are not kept longer")]
    [InlineData("instances/ID/range?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z&resolution=hour", "from", "hours are not kept longer")]
    [InlineData("instances/ID/totals?percentiles=yes", "percentiles", "true or false")]
    [InlineData("instances/ID/totals?from=1969-01-01T00:00:00Z", "from", "1970")]
    [InlineData("instances/ID/totals?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z&percentiles=true", "from", "percentiles")]
    [InlineData("instances/x/totals", "instance_id", "GUID")]
    public async Task A_wrong_parameter_is_a_problem_that_names_field_and_rule(string path, string field, string rule)
    {
        var (status, problem) = await silo.Http.ReadAsync(path
            .Replace("ID", $"{_ids[0]}", StringComparison.Ordinal)
            .Replace("MANY", Repeat(101), StringComparison.Ordinal)
            .Replace("MOST", Repeat(100), StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)problem["field"]));
        Assert.Contains(rule, (string?)problem["rule"], StringComparison.Ordinal);
        Assert.Equal($"{field} {problem["rule"]}", (string?)problem["error"]);

        string Repeat(int count) => string.Join(',', Enumerable.Repeat(_ids[0], count));
    }

    private static (Guid, double) Cpu(JsonNode? item) => ((Guid)item!["instance_id"]!, (double)item["cpu_usage"]!);

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(member => member.Key);

    private static DateTimeOffset Time(JsonNode node) => Rfc3339.TryParse((string)node!, out var moment) ? moment : throw new FormatException((string?)node);

    private async Task<HttpResponseMessage> SendAsync(Uri path, string accept, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }

        return await silo.Http.SendAsync(request);
    }

    private async Task PushAsync(Guid id, DateTimeOffset moment, string fields, bool durable = false)
    {
        var (status, body) = await silo.Http.PushAsync(id, $"[{HttpCalls.SampleAt(moment, fields)}]", durable ? "?ack=durable" : "");
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Accepted, body.ToJsonString());
    }
}
