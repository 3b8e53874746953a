using System.Text.Json;
using LaunchStack.Metrics.Cli.Push;

namespace LaunchStack.Metrics.Cli.Tests.Push;

public sealed class PushReportTests
{
    private static readonly PushSummary Summary = new() { Lines = 40, Accepted = 10, Durable = 4, Duplicates = 5, Rejected = 25 };

    [Fact]
    public void Text_shows_the_first_20_rejected_lines_and_counts_the_rest()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };

        Fill(new TextPushReport(output, error));

        var lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(21, lines.Length);
        Assert.Equal("line 1: cpu_usage is wrong", lines[0]);
        Assert.Equal("and 5 more rejected lines; --json lists them all", lines[20]);
        Assert.Equal("40 lines: accepted 10, durable 4, duplicates 5, rejected 25\n", output.ToString());
    }

    [Fact]
    public void Json_lists_every_rejected_line()
    {
        using var output = new StringWriter();

        Fill(new JsonPushReport(output));

        using var json = JsonDocument.Parse(output.ToString());
        Assert.Equal(25, json.RootElement.GetProperty("rejected").GetArrayLength());
        Assert.Equal("""{"line":25,"field":"cpu_usage","error":"is wrong"}""", json.RootElement.GetProperty("rejected")[24].GetRawText());
        Assert.Equal((40, 10, 4, 5), (Number(json, "lines"), Number(json, "accepted"), Number(json, "durable"), Number(json, "duplicates")));
    }

    [Fact]
    public void Json_without_rejected_lines_has_an_empty_list()
    {
        using var output = new StringWriter();

        new JsonPushReport(output).Finish(new PushSummary());

        using var json = JsonDocument.Parse(output.ToString());
        Assert.Equal(0, json.RootElement.GetProperty("rejected").GetArrayLength());
    }

    private static void Fill(IPushReport report)
    {
        for (var line = 1; line <= 25; line++)
        {
            report.Reject(new RejectedLine(line, "cpu_usage", "is wrong"));
        }

        report.Finish(Summary);
    }

    private static int Number(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetInt32();
}
