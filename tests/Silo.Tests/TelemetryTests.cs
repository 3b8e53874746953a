using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed partial class TelemetryTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task Metrics_are_those_that_the_documentation_lists_and_count_what_happened()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["Metrics__FlushInterval"] = "00:05:00" });
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())},{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow().AddYears(-1))}]");
        var durable = Guid.NewGuid();
        await silo.Http.PushAsync(durable, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        await silo.Http.DeleteAsync(new Uri($"instances/{durable}", UriKind.Relative), TestContext.Current.CancellationToken);
        await silo.Http.PushAsync(durable, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");
        await silo.Http.PushAsync(Guid.NewGuid(), $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        foreach (var path in new[] { "", "/samples", "/stats", "/range", "/hourly", "/daily", "/totals" })
        {
            await silo.Http.ReadAsync($"instances/{_id}{path}");
        }

        foreach (var path in new[] { "instances", "instances?name=x", "latest", "top", $"range?instances={_id}" })
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, (await silo.Http.ReadAsync(path)).Status));
        }

        using var export = new HttpRequestMessage(HttpMethod.Get, $"instances/{_id}/samples?from=2001-01-01T00:00:00Z") { Headers = { { "Accept", "text/csv" } } };
        (await silo.Http.SendAsync(export, TestContext.Current.CancellationToken)).Dispose();

        var text = await ScrapeAsync(silo);

        var page = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "telemetry.md"), TestContext.Current.CancellationToken);
        var values = Regex.Match(page, @"seconds; `query`: (`[^;(]+)").Groups[1].Value;
        Assert.Equal(
            Regex.Matches(values, "`([^`]+)`").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
            Regex.Matches(text, "^launchstack_query_duration_seconds_count\\{.*query=\"([^\"]+)\"", RegexOptions.Multiline).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        var documented = OwnName().Matches(page);
        Assert.Equal(documented.Select(match => match.Value).Order(), Family().Matches(text).Select(match => match.Groups[1].Value).Order());
        Assert.Equal(3, ValueOf(text, "launchstack_samples_accepted_total"));
        Assert.Equal(2, ValueOf(text, "launchstack_samples_durable_total"));
        Assert.Equal(1, ValueOf(text, "launchstack_samples_rejected_total"));
        Assert.Equal(1, ValueOf(text, "launchstack_tail_samples"));
        Assert.Equal(1, ValueOf(text, "launchstack_tail_instances"));
        Assert.InRange(ValueOf(text, "launchstack_tail_oldest_age_seconds"), 0.000001, 60);
        Assert.InRange(ValueOf(text, "launchstack_samples_newest_age_seconds"), 0, 60);
        Assert.Equal(0, ValueOf(text, "launchstack_writer_trouble"));
        Assert.Contains("launchstack_query_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_count{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_of_a_push_breaks_a_rule_is_counted_once_wherever_it_is_refused()
    {
        await using var silo = await SiloProcess.StartAsync();
        var good = HttpCalls.SampleAt(TimeProvider.System.GetUtcNow());
        var named = $$"""{"instance_id":"{{_id}}",{{good[1..]}}""";
        var old = HttpCalls.SampleAt(TimeProvider.System.GetUtcNow().AddYears(-1));
        string[] unreadable = [HttpCalls.SampleAt(default, "\"cpu_usage\":-1"), HttpCalls.SampleAt(default, "\"x\":1"), HttpCalls.SampleAt(default, "\"memory_usage\":1e300"), "1"];

        // Four that cannot be read, beside one that the instance's grain rejects; and all of a push.
        Assert.Equal(HttpStatusCode.Accepted, (await silo.Http.PushAsync(_id, $"[{good},{string.Join(',', unreadable)},{old}]")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.Http.PushAsync(_id, $"[{string.Join(',', unreadable)}]")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await PushManyAsync($$"""[{{named}},{{good}},{"instance_id":"x"},1,{{named.Replace("1.5", "-1", StringComparison.Ordinal)}}]""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PushManyAsync($"[{good}]")).Status);
        var rejected = 5 + 4 + 4 + 1;

        // Whole pushes, before a grain knows of them.
        var tooMany = $"[{string.Join(',', Enumerable.Repeat(good, PushLimits.MaxSamples + 1))}]";
        var tooLong = new string(' ', PushLimits.MaxBodyBytes + 1);
        (HttpStatusCode Expected, string Body, string Query)[] wrong =
        [
            (HttpStatusCode.BadRequest, "timestamp,cpu_usage", ""),
            (HttpStatusCode.BadRequest, "[]", ""),
            (HttpStatusCode.BadRequest, "1", ""),
            (HttpStatusCode.BadRequest, $$"""{"samples":[1],"x":1}""", ""),
            (HttpStatusCode.BadRequest, $"[{good}]", "?ack=x"),
            (HttpStatusCode.BadRequest, $"[{good}]", "?x=1"),
            (HttpStatusCode.RequestEntityTooLarge, tooMany, ""),
            (HttpStatusCode.RequestEntityTooLarge, tooLong, ""),
        ];
        foreach (var (expected, body, query) in wrong)
        {
            Assert.Equal(expected, (await silo.Http.PushAsync(_id, body, query)).Status);
            Assert.Equal(expected, (await PushManyAsync(body, query)).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await silo.Http.SendAsync(HttpMethod.Post, "instances/x/samples", $"[{good}]")).Status);
        using var unannounced = new HttpRequestMessage(HttpMethod.Post, "samples") { Content = new StringContent(tooLong), Headers = { TransferEncodingChunked = true } };
        using var answer = await silo.Http.SendAsync(unannounced, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        var invalid = (2 * wrong.Length) + 2;

        // And in their grains: one, two parts of one push, and one of an instance that is gone.
        var sourced = $$"""{"source":"x","samples":[{{good}}]}""";
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.Http.PushAsync(_id, sourced)).Status);
        var other = named.Replace(_id.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PushManyAsync($$"""{"source":"x","samples":[{{named}},{{other}}]}""")).Status);
        await silo.Http.DeleteAsync(new Uri($"instances/{_id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.PushAsync(_id, $"[{good}]")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PushManyAsync($"[{named}]")).Status);

        var text = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(rejected, ValueOf(text, "launchstack_samples_rejected_total"));
        Assert.Equal(invalid + 3, ValueOf(text, "launchstack_pushes_refused_total", "invalid"));
        Assert.Equal(2, ValueOf(text, "launchstack_pushes_refused_total", "unknown_instance"));

        Task<(HttpStatusCode Status, JsonNode Body)> PushManyAsync(string body, string query = "") =>
            silo.Http.SendAsync(HttpMethod.Post, $"samples{query}", body);
    }

    [Fact]
    public async Task Metrics_tell_what_became_of_each_task_and_how_many_dead_letters_there_are()
    {
        var folder = Directory.CreateTempSubdirectory("launchstack-telemetry-").FullName;
        try
        {
            await using (var earlier = await SiloProcess.StartAsync(folder: folder))
            {
                // A task that nobody has begun yet is not told of, and the next look is a minute away.
                await Deadline.UntilAsync(
                    () => Task.FromResult(Execute(folder, "SELECT count(*) FROM launchstack_maintenance WHERE task IN ('expire', 'rollup') AND succeeded_at IS NOT NULL") is 2L),
                    "the tasks have run");
                var before = await ScrapeAsync(earlier);
                Assert.InRange(ValueOf(before, "launchstack_task_success_age_seconds", "expire"), 0, 60);
                Assert.Equal(3_600, ValueOf(before, "launchstack_task_interval_seconds", "expire"));
                Assert.Equal(0, ValueOf(before, "launchstack_task_failed", "expire"));
                Assert.Equal(0, ValueOf(before, "launchstack_dead_letters"));
                await earlier.TerminateAsync();
            }

            // As after a task that failed and is not due again yet.
            Execute(folder, "UPDATE launchstack_maintenance SET has_failed = 1, succeeded_at = succeeded_at - 7200000000 WHERE task = 'expire'");
            Execute(folder, """
                INSERT INTO launchstack_dead_letters (refused_at, reason, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out)
                VALUES (0, 'by a test', zeroblob(16), 0, 0, 0, 0, 0, 0)
                """);
            await using var silo = await SiloProcess.StartAsync(folder: folder);
            var text = await ScrapeAsync(silo);
            Assert.InRange(ValueOf(text, "launchstack_task_success_age_seconds", "expire"), 7_200, 7_500);
            Assert.InRange(ValueOf(text, "launchstack_task_success_age_seconds", "rollup"), 0, 300);
            Assert.Equal(1, ValueOf(text, "launchstack_task_failed", "expire"));
            Assert.Equal(0, ValueOf(text, "launchstack_task_failed", "rollup"));
            Assert.Equal(1, ValueOf(text, "launchstack_dead_letters"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Metrics_and_traces_go_where_the_usual_variables_say()
    {
        var port = FreePorts.Next();
        using var collector = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        collector.Start();
        var paths = new ConcurrentDictionary<string, bool>();
        var collecting = CollectAsync(collector, paths);
        await using (var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        }))
        {
            await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
            await Deadline.UntilAsync(() => paths.ContainsKey("/v1/metrics") && paths.ContainsKey("/v1/traces"), "metrics and traces arrive");
        }

        collector.Stop();
        await collecting;
    }

    private static async Task CollectAsync(HttpListener collector, ConcurrentDictionary<string, bool> paths)
    {
        try
        {
            while (true)
            {
                var call = await collector.GetContextAsync();
                await call.Request.InputStream.CopyToAsync(Stream.Null);
                paths[call.Request.Url!.AbsolutePath] = true;
                call.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test has seen what it came for.
        }
    }

    /// <summary>What the second scrape finds: the first one has the database looked at, which is done once a minute, so all tasks have to have run.</summary>
    private static async Task<string> ScrapeAsync(SiloProcess silo)
    {
        await Deadline.UntilAsync(
            () => (long)Execute(silo.Folder, "SELECT count(*) FROM launchstack_maintenance WHERE finished_at IS NOT NULL")! == 3, "all tasks have run");
        var text = "";
        await Deadline.UntilAsync(
            async () =>
            {
                text = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

                // The first one and the last one of it: what is asked before the look has ended is missing from the same scrape.
                return text.Contains("launchstack_task_success_age", StringComparison.Ordinal) && text.Contains("launchstack_dead_letters", StringComparison.Ordinal);
            },
            "the database's condition is there");
        return text;
    }

    private static object? Execute(string folder, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "launchstack.db")};Pooling=false");
        connection.Open();
        using var command = new SqliteCommand(statement, connection);
        return command.ExecuteScalar();
    }

    private static double ValueOf(string text, string name, string? tag = null) => double.Parse(
        Regex.Match(text, $@"^{name}(?:\{{[^}}]*{(tag is null ? "" : $"=\"{tag}\"")}[^}}]*\}})? (\S+)", RegexOptions.Multiline).Groups[1].Value,
        System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=\| `)launchstack_\w+")]
    private static partial Regex OwnName();

    [GeneratedRegex(@"^# TYPE (launchstack_\w+)", RegexOptions.Multiline)]
    private static partial Regex Family();
}
