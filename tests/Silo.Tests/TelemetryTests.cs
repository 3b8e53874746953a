using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed partial class TelemetryTests
{
    private const string Key = "0123456789abcdef";

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
        await silo.Http.ReadAsync($"instances/{_id}/samples");

        var text = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        var documented = OwnName().Matches(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "telemetry.md"), TestContext.Current.CancellationToken));
        Assert.Equal(documented.Select(match => match.Value).Order(), Family().Matches(text).Select(match => match.Groups[1].Value).Order());
        Assert.Equal(2, ValueOf(text, "launchstack_samples_accepted_total"));
        Assert.Equal(1, ValueOf(text, "launchstack_samples_durable_total"));
        Assert.Equal(1, ValueOf(text, "launchstack_samples_rejected_total"));
        Assert.Equal(1, ValueOf(text, "launchstack_tail_samples"));
        Assert.Equal(1, ValueOf(text, "launchstack_tail_instances"));
        Assert.InRange(ValueOf(text, "launchstack_tail_oldest_age_seconds"), 0.000001, 60);
        Assert.Contains("launchstack_query_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_count{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_need_the_key_where_there_is_one()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["Metrics__ApiKey"] = Key });
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo));
        silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo));
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

    private static async Task<HttpStatusCode> StatusAsync(SiloProcess silo)
    {
        using var answer = await silo.Http.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static double ValueOf(string text, string name) =>
        double.Parse(Regex.Match(text, $@"^{name}(?:\{{[^}}]*\}})? (\S+)", RegexOptions.Multiline).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=\| `)launchstack_\w+")]
    private static partial Regex OwnName();

    [GeneratedRegex(@"^# TYPE (launchstack_\w+)", RegexOptions.Multiline)]
    private static partial Regex Family();
}
