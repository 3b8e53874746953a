using System.Buffers.Binary;
using System.Net;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Api.Formats;
using LaunchStack.Metrics.Silo.Tests.Support;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Lists in the format that the caller takes.</summary>
public sealed class FormatTests(SqliteSilo silo)
{
    private readonly Guid _id = Guid.NewGuid();

    [Theory]
    [InlineData("", "Json")]
    [InlineData("*/*", "Json")]
    [InlineData("application/json", "Json")]
    [InlineData("application/*", "Json")]
    [InlineData("text/*", "Csv")]
    [InlineData("text/csv; charset=utf-8", "Csv")]
    [InlineData("application/x-ndjson", "NdJson")]
    [InlineData("TEXT/CSV, */*", "Csv")]
    [InlineData("text/csv;q=0.5, */*;q=0.1", "Csv")]
    [InlineData("text/csv;q=0.5, application/x-ndjson;q=0.9", "NdJson")]
    [InlineData("application/json, text/csv", "Json")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "Json")]
    [InlineData("*/*, application/json;q=0", "NdJson")]
    [InlineData("text/html", null)]
    [InlineData("application/json;q=0", null)]
    public void The_format_is_the_one_that_the_caller_likes_best(string accept, string? format)
    {
        var accepted = accept.Length == 0 ? [] : MediaTypeHeaderValue.ParseList([accept]);

        Assert.Equal(format, AnswerFormats.Choose(accepted)?.ToString());
    }

    [Theory]
    [InlineData("instances/ID/samples", "before")]
    [InlineData("instances/ID/hourly", null)]
    [InlineData("instances/ID/daily", null)]
    [InlineData("instances", "cursor")]
    [InlineData("latest", "cursor")]
    [InlineData("top", "window")]
    public async Task A_list_has_the_same_rows_in_each_format_and_is_refused_in_others(string path, string? cursor)
    {
        var now = TimeProvider.System.GetUtcNow();
        await silo.Http.PushAsync(Guid.NewGuid(), $"[{HttpCalls.SampleAt(now.AddSeconds(-1))}]", "?ack=durable");
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(now.AddSeconds(-1))},{HttpCalls.SampleAt(now.AddSeconds(-2), "\"cpu_usage\":0.1,\"network_in\":9223372036854775807")}]", "?ack=durable");
        path = path.Replace("ID", $"{_id}", StringComparison.Ordinal);

        // Lists of all instances have those of other tests, too: the page begins right before this one's.
        var place = _id.ToByteArray(bigEndian: true);
        BinaryPrimitives.WriteUInt128BigEndian(place, BinaryPrimitives.ReadUInt128BigEndian(place) - 1);
        var query = cursor switch
        {
            null => "",
            "cursor" => $"?limit=1&cursor={new Guid(place, bigEndian: true)}",
            "window" => await WindowOfItsOwnAsync(now),
            _ => "?limit=1",
        };

        var json = (await silo.Http.ReadAsync($"{path}{query}")).Body;
        var rows = json["items"]!.AsArray().Select(item => item!.ToJsonString()).ToList();
        using var lines = await GetAsync($"{path}{query}", AnswerFormats.NdJson);
        using var values = await GetAsync($"{path}{query}", AnswerFormats.Csv);

        Assert.Equal("application/x-ndjson; charset=utf-8", lines.Content.Headers.ContentType!.ToString());
        Assert.Equal("text/csv; charset=utf-8; header=present", values.Content.Headers.ContentType!.ToString());
        Assert.NotEmpty(rows);
        Assert.Equal(string.Concat(rows.Select(row => $"{row}\n")), await lines.Content.ReadAsStringAsync());

        var table = (await values.Content.ReadAsStringAsync()).Split("\r\n");
        var names = json["items"]![0]!.AsObject();
        Assert.Equal(string.Join(',', names.Select(member => member.Key)), table[0]);
        Assert.Equal(rows.Count + 2, table.Length);
        Assert.Equal(string.Join(',', names.Select(member => member.Value is null ? "" : member.Value.ToJsonString().Trim('"'))), table[1]);
        Assert.Equal("", table[^1]);
        Assert.Contains("Accept", values.Headers.Vary);

        using var refused = await GetAsync(path, "application/xml, text/html;q=0.9");
        var problem = System.Text.Json.Nodes.JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.NotAcceptable, "Accept"), (refused.StatusCode, (string?)problem["field"]));
        Assert.Equal("must allow application/json, application/x-ndjson or text/csv", (string?)problem["rule"]);
        Assert.Contains("Accept", refused.Headers.Vary);

        using var wrong = await GetAsync($"{path}?{(cursor is null ? "from=x" : "limit=0")}", AnswerFormats.Csv);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (wrong.StatusCode, wrong.Content.Headers.ContentType?.MediaType));
        Assert.Contains("Accept", wrong.Headers.Vary);
    }

    /// <summary>A moment in which no other test has samples: what all instances used then stays the same between two requests.</summary>
    private async Task<string> WindowOfItsOwnAsync(DateTimeOffset now)
    {
        var moment = now.AddDays(-1 - (20 * Random.Shared.NextDouble()));
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(moment)}]", "?ack=durable");
        return $"?from={Rfc3339.Format(moment.AddMilliseconds(-1))}&to={Rfc3339.Format(moment.AddMilliseconds(1))}";
    }

    [Theory]
    [InlineData("raw", 0)]
    [InlineData("minute", 300)]
    public async Task Rows_of_a_range_say_how_wide_they_are_whether_one_instance_is_asked_for_or_several(string resolution, int width)
    {
        var now = TimeProvider.System.GetUtcNow();
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(now.AddMinutes(-20))},{HttpCalls.SampleAt(now.AddMinutes(-10))}]");
        var query = $"from={Rfc3339.Format(now.AddHours(-1))}&to={Rfc3339.Format(now)}&points=13{(resolution == "raw" ? "&resolution=raw" : "")}";

        var items = (await silo.Http.ReadAsync($"instances/{_id}/range?{query}")).Body;
        Assert.Equal((resolution, width), ((string?)items["resolution"], (int)items["width_seconds"]!));
        var rows = items["items"]!.AsArray().Select(item => $"{{\"instance_id\":\"{_id}\",\"resolution\":\"{resolution}\",\"width_seconds\":{width},{item!.ToJsonString()[1..]}\n");
        foreach (var format in new[] { AnswerFormats.NdJson, AnswerFormats.Csv })
        {
            using var one = await GetAsync($"instances/{_id}/range?{query}", format);
            using var several = await GetAsync($"range?instances={_id}&{query}", format);
            var text = await one.Content.ReadAsStringAsync();
            Assert.Equal(text, await several.Content.ReadAsStringAsync());
            if (format == AnswerFormats.NdJson)
            {
                Assert.Equal(string.Concat(rows), text);
            }
        }
    }

    [Fact]
    public async Task Pages_without_a_place_for_a_cursor_have_a_link_to_the_next_one()
    {
        var now = TimeProvider.System.GetUtcNow();
        await silo.Http.PushAsync(_id, $"[{string.Join(',', Enumerable.Range(0, 5).Select(index => HttpCalls.SampleAt(now.AddSeconds(-index), $"\"cpu_usage\":{index}")))}]");

        var seen = new List<string>();
        var page = new Uri(silo.Http.BaseAddress!, $"instances/{_id}/samples?limit=2");
        while (true)
        {
            using var answer = await GetAsync(page.ToString(), AnswerFormats.Csv);
            seen.AddRange((await answer.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n").Skip(1).Select(row => row.Split(',')[3]));
            if (!answer.Headers.TryGetValues("Link", out var links))
            {
                break;
            }

            var link = Assert.Single(links);
            Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
            page = new Uri(page, link[1..link.IndexOf('>', StringComparison.Ordinal)]);
            Assert.Contains("limit=2", page.Query, StringComparison.Ordinal);
        }

        Assert.Equal(["0", "1", "2", "3", "4"], seen);
        using var json = await GetAsync($"instances/{_id}/samples?limit=2", AnswerFormats.Json);
        Assert.False(json.Headers.Contains("Link"));
    }

    [Fact]
    public async Task Values_with_commas_quotes_and_line_breaks_are_quoted_and_what_is_null_is_empty()
    {
        var id = Guid.Parse($"00000000-0000-4000-8000-{_id.ToString("N")[..12]}");
        await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"id":"{{id}}","name":"a,\"b\"\nüş😀"}""");
        using var instances = await GetAsync("instances?name=üş😀", AnswerFormats.Csv);
        Assert.StartsWith($"id,name,created_at\r\n{id},\"a,\"\"b\"\"\nüş😀\",2", await instances.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var now = TimeProvider.System.GetUtcNow();
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(now.AddMinutes(-10))},{HttpCalls.SampleAt(now.AddMinutes(-1))}]");
        using var range = await GetAsync($"range?instances={_id},{Guid.NewGuid()}&resolution=minute&fill=null", AnswerFormats.Csv);
        var rows = (await range.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
        Assert.Equal(
            "instance_id,resolution,width_seconds,bucket,sample_count,avg_cpu,min_cpu,max_cpu,avg_memory,min_memory,max_memory,max_memory_limit,total_network_in,total_network_out,open",
            rows[0]);
        Assert.Contains(rows, row => row.StartsWith($"{_id},minute,60,", StringComparison.Ordinal) && row.EndsWith("Z,0,,,,,,,,,,false", StringComparison.Ordinal));
        Assert.All(rows.Skip(1), row => Assert.StartsWith($"{_id}", row, StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        return await silo.Http.SendAsync(request);
    }
}
