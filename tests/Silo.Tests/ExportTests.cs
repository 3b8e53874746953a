using System.Net;
using System.Text;
using System.Text.Json;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Api.Formats;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>All raw samples of a range by HTTP.</summary>
public sealed class ExportTests(SqliteSilo silo)
{
    private const int Samples = 20_000;
    private const int InTail = 300;
    private const int LargestPush = 10_000;

    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task An_export_is_what_was_pushed_in_both_formats_the_tail_included()
    {
        var random = new Random(7);
        var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (Samples / 10) - 60);
        var sent = Enumerable.Range(0, Samples).Select(index => new SampleRow(
            Guid.Empty, _id, start.AddMilliseconds(100 * index).AddMicroseconds(index % 3), Math.Round(random.NextDouble() * 400, 3), random.NextInt64(), random.NextInt64(), random.NextInt64(), index)).ToList();
        foreach (var durable in sent[..^InTail].Chunk(LargestPush))
        {
            Assert.Equal(HttpStatusCode.OK, (await silo.Http.PushAsync(_id, BodyOf(durable), "?ack=durable")).Status);
        }

        Assert.Equal(0, (int)(await silo.Http.PushAsync(_id, BodyOf(sent[^InTail..]))).Body["durable"]!);
        var range = $"instances/{_id}/samples?from={Rfc3339.Format(start)}";

        using var lines = await GetAsync(range, AnswerFormats.NdJson);
        var rows = (await lines.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize<SampleRow>(line, MetricsJson.Options)!).ToList();
        Assert.Equal(sent, rows.Select(row => row with { Id = Guid.Empty }));
        Assert.Equal("no-store", lines.Headers.CacheControl?.ToString());
        Assert.Equal("no", lines.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Contains("Accept", lines.Headers.Vary);

        using var values = await GetAsync(range, AnswerFormats.Csv);
        var expected = new StringBuilder("id,instance_id,timestamp,cpu_usage,memory_usage,memory_limit,network_in,network_out\r\n");
        foreach (var row in rows)
        {
            expected.Append(
                FormattableString.Invariant($"{row.Id},{row.InstanceId},{Rfc3339.Format(row.Timestamp)},{row.CpuUsage},{row.MemoryUsage},{row.MemoryLimit},{row.NetworkIn},{row.NetworkOut}\r\n"));
        }

        Assert.Equal(expected.ToString(), await values.Content.ReadAsStringAsync());

        using var part = await GetAsync($"instances/{_id}/samples/?from={Rfc3339.Format(sent[5].Timestamp)}&to={Rfc3339.Format(sent[8].Timestamp)}", AnswerFormats.NdJson);
        Assert.Equal(rows[5..8], (await part.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize<SampleRow>(line, MetricsJson.Options)!));
    }

    [Fact]
    public async Task An_export_without_samples_is_an_empty_file_and_one_of_an_unknown_instance_a_problem()
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");
        foreach (var (format, empty) in new[] { (AnswerFormats.NdJson, ""), (AnswerFormats.Csv, "id,instance_id,timestamp,cpu_usage,memory_usage,memory_limit,network_in,network_out\r\n") })
        {
            using var nothing = await GetAsync($"instances/{_id}/samples?to=2001-01-01T00:00:00Z", format);
            Assert.Equal((HttpStatusCode.OK, empty), (nothing.StatusCode, await nothing.Content.ReadAsStringAsync()));
            using var unknown = await GetAsync($"instances/{Guid.NewGuid()}/samples?from=2001-01-01T00:00:00Z", format);
            Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (unknown.StatusCode, unknown.Content.Headers.ContentType?.MediaType));
        }
    }

    [Theory]
    [InlineData("from=noon", AnswerFormats.Csv, "from", "RFC 3339")]
    [InlineData("to=1969-12-31T23:59:59Z", AnswerFormats.Csv, "to", "1970")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", AnswerFormats.NdJson, "from", "before to")]
    [InlineData("from=2026-01-02T00:00:00Z&limit=5", AnswerFormats.NdJson, "limit", "from")]
    [InlineData("to=2026-01-02T00:00:00Z&before=2026-01-01T00:00:00Z", AnswerFormats.NdJson, "before", "to")]
    [InlineData("from=2026-01-02T00:00:00Z", AnswerFormats.Json, "from", "application/x-ndjson or text/csv")]
    [InlineData("to=2026-01-02T00:00:00Z", "*/*", "to", "application/x-ndjson or text/csv")]
    public async Task A_wrong_export_is_a_problem_that_names_field_and_rule(string query, string accept, string field, string rule)
    {
        using var answer = await GetAsync($"instances/{_id}/samples?{query}", accept);

        var problem = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.StatusCode, (string?)problem["field"]));
        Assert.Contains(rule, (string?)problem["rule"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_leaves_takes_the_query_in_the_database_with_it()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var other = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });
        await other.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        await using var held = await HeldTable.HoldAsync(database);
        using var caller = new HttpClient { BaseAddress = other.Http.BaseAddress };
        caller.DefaultRequestHeaders.Add("Accept", AnswerFormats.Csv);
        using var leave = new CancellationTokenSource();
        var export = caller.GetAsync(new Uri($"instances/{_id}/samples?from=2001-01-01T00:00:00Z", UriKind.Relative), leave.Token);
        await held.WaitAsync(1);

        await leave.CancelAsync();
        await held.WaitAsync(0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export);
    }

    private static string BodyOf(IEnumerable<SampleRow> rows) => $"[{string.Join(',', rows.Select(row => HttpCalls.SampleAt(
        row.Timestamp,
        FormattableString.Invariant($"\"cpu_usage\":{row.CpuUsage},\"memory_usage\":{row.MemoryUsage},\"memory_limit\":{row.MemoryLimit},\"network_in\":{row.NetworkIn},\"network_out\":{row.NetworkOut}"))))}]";

    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        return await silo.Http.SendAsync(request);
    }
}
