using System.Net;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Tests.Support;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class ApiTests(SqliteSilo silo)
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task A_pushed_sample_is_read_back_at_once_in_every_shape()
    {
        var moment = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        const string Fields = """
            "cpu_usage":15.83,"memory_usage":268435456,"memory_limit":2147483648,"network_in":1048576,"network_out":524288
            """;
        var (status, receipt) = await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(moment, Fields)}]");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"accepted":1,"durable":0,"duplicates":0,"rejected":[]}""", receipt.ToJsonString());

        var sample = (await silo.Http.ReadAsync($"instances/{_id}/samples")).Body["items"]![0]!;
        Assert.Equal(
            ["id", "instance_id", "timestamp", "cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out"],
            sample.AsObject().Select(member => member.Key));
        Assert.Equal(Rfc3339.Format(moment), (string?)sample["timestamp"]);
        Assert.Equal(524288, (long)sample["network_out"]!);

        var hour = (await silo.Http.ReadAsync($"instances/{_id}/hourly")).Body["items"]![0]!;
        Assert.Equal(15.83, (double)hour["avg_cpu"]!);
        Assert.Equal(1048576, (long)hour["total_network_in"]!);
        Assert.True((bool)hour["open"]!);

        var stats = (await silo.Http.ReadAsync($"instances/{_id}/stats/")).Body;
        Assert.Equal("15.8%", (string?)stats["cpu_formatted"]);
        Assert.Equal("256.0 MB / 2.0 GB (12.5%)", (string?)stats["memory_formatted"]);
        Assert.Equal("1.0 MB in / 512.0 KB out", (string?)stats["network_formatted"]);
        Assert.Equal("0 B", (string?)stats["disk_formatted"]);
        Assert.Equal(12.5, (double)stats["memory_percentage"]!);
    }

    [Fact]
    public async Task A_durable_push_answers_200_and_a_repeated_one_counts_duplicates()
    {
        var body = $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]";

        var (status, first) = await silo.Http.PushAsync(_id, body, "?ack=durable");
        var (_, second) = await silo.Http.PushAsync(_id, body, "?ack=durable");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 1, 0), ((int)first["accepted"]!, (int)first["durable"]!, (int)first["duplicates"]!));
        Assert.Equal((0, 0, 1), ((int)second["accepted"]!, (int)second["durable"]!, (int)second["duplicates"]!));
    }

    [Fact]
    public async Task Cumulative_readings_are_stored_as_bytes_since_the_one_before()
    {
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await silo.Http.PushAsync(_id, $$"""
            {"network":"cumulative","source":"c1","started_at":"{{Rfc3339.Format(start)}}","samples":[
            {{HttpCalls.SampleAt(start, "\"network_in\":1000")}},{{HttpCalls.SampleAt(start.AddSeconds(10), "\"network_in\":1700")}}]}
            """);

        var items = (await silo.Http.ReadAsync($"instances/{_id}/samples")).Body["items"]!.AsArray();

        Assert.Equal([700, 0], items.Select(item => (long)item!["network_in"]!));
    }

    [Fact]
    public async Task A_push_of_many_instances_rejects_by_the_index_in_the_body()
    {
        var other = Guid.NewGuid();
        var now = HttpCalls.Now;

        var (status, receipt) = await silo.Http.SendAsync(HttpMethod.Post, "samples", $$"""
            [{"instance_id":"{{_id}}","timestamp":"{{now}}"},{"instance_id":"nobody","timestamp":"{{now}}"},
             {"instance_id":"{{other}}","timestamp":"2001-01-01T00:00:00Z"},{"instance_id":"{{other}}","timestamp":"{{now}}"}]
            """);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(2, (int)receipt["accepted"]!);
        Assert.Equal([(1, "instance_id"), (2, "timestamp")], receipt["rejected"]!.AsArray().Select(Rejection));
    }

    [Theory]
    [InlineData("\"cpu_usage\":-1", "cpu_usage")]
    [InlineData("\"cpu_usage\":1e999", "cpu_usage")]
    [InlineData("\"cpu_usage\":1000001", "cpu_usage")]
    [InlineData("\"deep\":[[[[[[[[[[[[0]]]]]]]]]]]]", "deep")]
    [InlineData("\"cpu_usage\":\"NaN\"", "cpu_usage")]
    [InlineData("\"memory_usage\":-1", "memory_usage")]
    [InlineData("\"memory_limit\":1.5", "memory_limit")]
    [InlineData("\"network_in\":9223372036854775808", "network_in")]
    [InlineData("\"network_out\":null", "network_out")]
    [InlineData("\"disk_usage\":1", "disk_usage")]
    [InlineData("\"cpu_usage\":1,\"cpu_usage\":2", "cpu_usage")]
    [InlineData("\"\\ud800\":1", "\ufffd")]
    public async Task A_bad_sample_is_named_by_index_and_field_and_costs_only_itself(string fields, string field)
    {
        var now = TimeProvider.System.GetUtcNow();

        var (status, receipt) = await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(now)},{HttpCalls.SampleAt(now.AddSeconds(-1), fields)},{HttpCalls.SampleAt(now.AddSeconds(-2))}]");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(2, (int)receipt["accepted"]!);
        Assert.Equal((1, field), Rejection(Assert.Single(receipt["rejected"]!.AsArray())));
    }

    [Fact]
    public async Task A_push_of_which_nothing_was_taken_is_400_and_says_why()
    {
        var (status, problem) = await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow().AddHours(1))}]");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal((0, "timestamp"), Rejection(Assert.Single(problem["rejected"]!.AsArray())));
        Assert.Contains("5 minutes ahead", (string?)problem["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{", HttpStatusCode.BadRequest, "body")]
    [InlineData("[{\"timestamp\":NaN}]", HttpStatusCode.BadRequest, "body")]
    [InlineData("7", HttpStatusCode.BadRequest, "body")]
    [InlineData("[]", HttpStatusCode.BadRequest, "samples")]
    [InlineData("{\"samples\":7}", HttpStatusCode.BadRequest, "samples")]
    [InlineData("{\"network\":\"delta\"}", HttpStatusCode.BadRequest, "samples")]
    [InlineData("{\"network\":\"sum\",\"samples\":[]}", HttpStatusCode.BadRequest, "network")]
    [InlineData("{\"sampels\":[]}", HttpStatusCode.BadRequest, "sampels")]
    [InlineData("{\"started_at\":\"noon\",\"samples\":[]}", HttpStatusCode.BadRequest, "started_at")]
    [InlineData("{\"network\":\"cumulative\",\"started_at\":\"9999-01-01T00:00:00Z\",\"samples\":[{\"timestamp\":\"2026-01-01T00:00:00Z\"}]}", HttpStatusCode.BadRequest, "started_at")]
    [InlineData("{\"network\":\"cumulative\",\"started_at\":\"1969-01-01T00:00:00Z\",\"samples\":[{\"timestamp\":\"2026-01-01T00:00:00Z\"}]}", HttpStatusCode.BadRequest, "started_at")]
    public async Task A_wrong_body_is_a_problem_that_names_the_field(string body, HttpStatusCode expected, string field)
    {
        var (status, problem) = await silo.Http.PushAsync(_id, body);

        Assert.Equal(expected, status);
        Assert.Equal(field, (string?)problem["field"]);
        Assert.Equal((int)expected, (int)problem["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)problem["error"]));
    }

    [Fact]
    public async Task A_push_over_a_limit_is_413()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat(HttpCalls.SampleAt(TimeProvider.System.GetUtcNow()), 10_001))}]";

        var (status, problem) = await silo.Http.PushAsync(_id, many);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "samples"), (status, (string?)problem["field"]));
        (status, problem) = await silo.Http.PushAsync(_id, new string(' ', (4 * 1024 * 1024) + 1));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body"), (status, (string?)problem["field"]));
        Assert.Contains("4194304", (string?)problem["rule"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "instances/{0}/samples?limit=0", "limit")]
    [InlineData("GET", "instances/{0}/samples?before=yesterday", "before")]
    [InlineData("GET", "instances/{0}/hourly?from=2026-01-01", "from")]
    [InlineData("GET", "instances/{0}/hourly?to=0001-01-01T00:00:00Z", "to")]
    [InlineData("GET", "instances/{0}/hourly?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("GET", "instances?cursor=x", "cursor")]
    [InlineData("GET", "instances/7/samples", "instance_id")]
    [InlineData("POST", "instances/00000000-0000-0000-0000-000000000000/samples", "instance_id")]
    [InlineData("POST", "instances/{0}/samples?ack=later", "ack")]
    [InlineData("GET", "instances/{0}/stats/history/?period=2h", "period")]
    [InlineData("GET", "instances/{0}/range?resolution=weekly", "resolution")]
    [InlineData("GET", "instances/{0}/range?fill=zero", "fill")]
    [InlineData("GET", "instances/{0}/daily?tz=Europe/Atlantis", "tz")]
    [InlineData("GET", "instances/{0}/range?points=0", "points")]
    [InlineData("GET", "instances/{0}/range?from=yesterday", "from")]
    public async Task A_wrong_parameter_is_a_problem_that_names_it(string method, string path, string field)
    {
        var (status, problem) = await silo.Http.SendAsync(new HttpMethod(method), string.Format(null, path, _id), method == "POST" ? "[]" : null);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, (string?)problem["field"]);
    }

    [Theory]
    [InlineData("instances/{0}/samples")]
    [InlineData("instances/{0}/hourly")]
    [InlineData("instances/{0}/stats")]
    [InlineData("instances/{0}/stats/history")]
    [InlineData("instances/{0}/range")]
    [InlineData("instances/{0}/settings")]
    [InlineData("instances/{0}")]
    [InlineData("nowhere")]
    public async Task What_is_not_there_is_a_404_problem(string path)
    {
        var (status, problem) = await silo.Http.ReadAsync(string.Format(null, path, _id));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.False(string.IsNullOrEmpty((string?)problem["error"]));
        Assert.Equal(path == "nowhere" ? null : ("instance_id", "must be an instance that is registered and not deleted"), FieldAndRule(problem));
    }

    [Fact]
    public async Task An_instance_without_samples_has_no_newest_one()
    {
        await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"id":"{{_id}}"}""");

        var (status, problem) = await silo.Http.ReadAsync($"instances/{_id}/stats/");

        Assert.Equal((HttpStatusCode.NotFound, "the instance has no samples yet"), (status, (string?)problem["error"]));
        Assert.Equal(("instance_id", "must be an instance with samples"), FieldAndRule(problem));
    }

    [Theory]
    [InlineData("daily?tz=Asia/Kolkata")]
    [InlineData("daily?tz=Europe/Berlin")]
    [InlineData("range?to=1970-01-01T00:30:00Z")]
    public async Task What_is_not_given_has_a_default_that_works(string call)
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");

        var (status, body) = await silo.Http.ReadAsync($"instances/{_id}/{call}");

        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
    }

    [Fact]
    public async Task Samples_are_paged_by_the_cursor_of_the_answer_before()
    {
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        await silo.Http.PushAsync(_id, $"[{string.Join(',', Enumerable.Range(0, 5).Select(index => HttpCalls.SampleAt(start.AddSeconds(index))))}]");

        var first = (await silo.Http.ReadAsync($"instances/{_id}/samples?limit=3")).Body;
        var second = (await silo.Http.ReadAsync($"instances/{_id}/samples?limit=3&before={Uri.EscapeDataString((string)first["next"]!)}")).Body;

        Assert.Equal((3, 2), (first["items"]!.AsArray().Count, second["items"]!.AsArray().Count));
        Assert.Null(second["next"]);
        Assert.Equal(5, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string?)item!["timestamp"]).Distinct().Count());
    }

    [Fact]
    public async Task Answers_are_compressed_for_who_takes_that()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var response = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task Instances_and_settings_are_served()
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        Assert.Contains((await silo.Http.ReadAsync("instances/?limit=10000")).Body["items"]!.AsArray(), item => (string?)item!["id"] == _id.ToString());

        var (status, written) = await silo.Http.SendAsync(
            HttpMethod.Put, $"instances/{_id}/settings", """{"labels":{"team":"blue"},"flush_interval_seconds":2.5}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(written.ToJsonString(), (await silo.Http.ReadAsync($"instances/{_id}/settings")).Body.ToJsonString());

        var (refused, problem) = await silo.Http.SendAsync(HttpMethod.Put, $"instances/{_id}/settings", """{"flush_interval_seconds":0}""");
        Assert.Equal((HttpStatusCode.BadRequest, "flush_interval_seconds"), (refused, (string?)problem["field"]));
    }

    private static (string?, string?)? FieldAndRule(JsonNode problem) =>
        problem["field"] is null ? null : ((string?)problem["field"], (string?)problem["rule"]);

    private static (int Index, string? Field) Rejection(JsonNode? node) => ((int)node!["index"]!, (string?)node["field"]);

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_a_body_and_an_encoded_body_is_415()
    {
        var body = $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]";
        Assert.Equal(HttpStatusCode.Accepted, (await silo.Http.PushAsync(_id, $"\ufeff{body}")).Status);

        using var encoded = new StringContent(body);
        encoded.Headers.ContentEncoding.Add("gzip");
        using var response = await silo.Http.PostAsync(new Uri($"instances/{_id}/samples", UriKind.Relative), encoded);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }
}
