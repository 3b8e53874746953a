using System.CommandLine;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Db.Migrate.Verification;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Tests.Db.Migrate;

public sealed class VerificationOutputTests
{
    private static readonly Guid Instance = new("7d8a0f3e-6f0b-4c55-9f5e-0a1b2c3d4e5f");
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly UsageMeasures Ours = new(2, Noon, Noon.AddSeconds(10), 3.5, 100, 200, 30, 40, 1234567890123456789m);

    private static readonly VerificationReport Equal = new()
    {
        Source = "old:5432/app",
        SourceTable = "public.resource_usages",
        Target = "new:5432/metrics",
        Network = NetworkMode.Cumulative,
        From = Noon.AddDays(-1),
        Until = Noon.AddDays(1),
        StartedAt = Noon.AddDays(1),
        Elapsed = TimeSpan.FromSeconds(1.26),
        Days = [new VerifiedDay(new DateOnly(2026, 1, 31), 1, 0, Ours, Ours, 0, 0)],
        UnequalGroups = [],
        Rows = new RowComparison(0, 0, 0, 0, []),
        Hours = new HourComparison(1, 0, []),
        Queries =
        [
            new QueryComparison("hourly", Instance, QueryOutcome.Same, 12.5, 0.25, ["bucket", "avg_cpu"], [["2026-01-31T12:00:00Z", "1.75"]], [["2026-01-31T12:00:00Z", "1.75"]], null),
        ],
    };

    private static readonly VerificationReport Different = Equal with
    {
        Days = [new VerifiedDay(new DateOnly(2026, 1, 31), 1, 1, Ours, Ours with { SumMemory = 101, Checksum = -5 }, 3, 0)],
        UnequalGroups = [new UnequalGroup(new DateOnly(2026, 1, 31), Instance, Ours, Ours with { SumMemory = 101, Checksum = -5 })],
        Rows = new RowComparison(
            1,
            1,
            0,
            3,
            [
                new RowDifference(RowDifferenceKind.Differing, Instance, Noon, "memory_usage", "50", "51"),
            ]),
        Hours = new HourComparison(1, 1, [new HourDifference(Instance, Noon, "sum_memory", "100", "101")]),
    };

    [Fact]
    public async Task A_report_without_a_difference_says_what_was_compared_and_exits_0()
    {
        var (code, output) = await RunAsync(Equal);

        Assert.Equal(0, code);
        Assert.StartsWith(
            "public.resource_usages of old:5432/app (cumulative) against new:5432/metrics, 2026-01-30T12:00:00Z to 2026-02-01T12:00:00Z\n", output, StringComparison.Ordinal);
        Assert.EndsWith("equal: 2 rows of 1 days, 1 hours and 1 queries (1.3 s)\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("that differ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_with_differences_names_them_counts_the_rest_and_exits_1()
    {
        var (code, output) = await RunAsync(Different);

        Assert.Equal(1, code);
        var lines = output.Split('\n');
        Assert.Contains(lines, line => Cells(line) is ["differing", "7d8a0f3e-6f0b-4c55-9f5e-0a1b2c3d4e5f", "2026-01-31T12:00:00Z", "memory_usage", "50", "51"]);
        Assert.Contains(lines, line => Cells(line) is [_, "2026-01-31T12:00:00Z", "sum_memory", "100", "101"]);
        Assert.Contains(lines, line => Cells(line) is ["2026-01-31", _, "target", "2", .., "-5"]);
        Assert.Contains("and 1 more", lines);
        Assert.EndsWith(
            "different: rows missing 1, differing 1, unexpected 0; hours 1; queries 0; 3 rows are the service's own (1.3 s)\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_that_are_wider_than_the_output_are_folded_and_not_left_out()
    {
        List<IReadOnlyList<string>> wide = [["2026-01-31T12:00:00.123456Z", .. Enumerable.Repeat("1234567890123456789", 5)]];
        var (_, output) = await RunAsync(Equal with
        {
            Queries = [Equal.Queries[0] with { Name = "recent", SourceRows = wide, TargetRows = wide, Note = new string('x', 200) }],
        });

        Assert.Contains("│ recent ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("…", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_whole_report_in_one_line()
    {
        var (code, output) = await RunAsync(Different, "--json");

        Assert.Equal((1, 1), (code, output.Count(character => character == '\n')));
        var json = JsonNode.Parse(output)!;
        Assert.Equal((false, 3L, "cumulative"), ((bool)json["equal"]!, (long)json["differences"]!, (string?)json["network"]));
        Assert.Equal(
            """{"kind":"differing","instance_id":"7d8a0f3e-6f0b-4c55-9f5e-0a1b2c3d4e5f","timestamp":"2026-01-31T12:00:00Z","column":"memory_usage","source_value":"50","target_value":"51"}""",
            json["rows"]!["named"]![0]!.ToJsonString());
        Assert.Equal(("2026-01-31", 3L), ((string?)json["days"]![0]!["day"], (long)json["days"]![0]!["only_in_target"]!));
        Assert.Equal(1234567890123456789m, (decimal)json["unequal_groups"]![0]!["source"]!["checksum"]!);
        Assert.Equal(("same", 12.5), ((string?)json["queries"]![0]!["outcome"], (double)json["queries"]![0]!["source_milliseconds"]!));
    }

    [Fact]
    public async Task A_float_that_json_has_no_number_for_is_a_word_and_not_a_failure()
    {
        var (code, output) = await RunAsync(Equal with { Days = [Equal.Days[0] with { Source = Ours with { SumCpu = double.NaN } }] }, "--json");

        Assert.Equal((0, "NaN"), (code, (string?)JsonNode.Parse(output)!["days"]![0]!["source"]!["sum_cpu"]));
    }

    [Fact]
    public void Markdown_has_each_day_and_the_queries_results_side_by_side()
    {
        var text = VerificationMarkdown.Render(Different);

        Assert.StartsWith("# Verification of public.resource_usages\n", text, StringComparison.Ordinal);
        Assert.Contains("\n## Days (UTC)\n\n| Day | Instances |", text, StringComparison.Ordinal);
        Assert.Contains("\n| 2026-01-31 | 1 | 2 | 2 | 3 | 0 | 1 | differ |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n| bucket | avg_cpu of source | avg_cpu of target |\n| --- | ---: | ---: |\n| 2026-01-31T12:00:00Z | 1.75 | 1.75 |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_days_a_terminal_shows_those_that_differ_and_counts_the_others()
    {
        var days = Enumerable.Range(0, 100).Select(day => new VerifiedDay(new DateOnly(2026, 1, 1).AddDays(day), 1, day == 40 ? 1 : 0, Ours, Ours, 0, 0)).ToList();
        var (_, output) = await RunAsync(Equal with { Days = days });

        Assert.Contains("2026-02-10", output, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-02-11", output, StringComparison.Ordinal);
        Assert.Contains("and 99 more days\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_says_what_is_being_done_how_far_it_is_and_what_was_found()
    {
        var line = new VerificationLine();
        Assert.Equal("looks where the source's days are: 0 rows", line.Describe());
        line.Report(new VerificationProgress(VerificationStep.Days, new DateOnly(2026, 1, 31), 500, 2000, 3));
        Assert.Equal("compares up to 2026-01-31: 500 of 2000 rows, 3 differences", line.Describe());
    }

    private static string[] Cells(string line) => line.Split('│', StringSplitOptions.TrimEntries) is [_, .. var cells, _] ? cells : [];

    private static async Task<(int Code, string Output)> RunAsync(VerificationReport report, params string[] arguments)
    {
        var command = new RootCommand();
        JsonOption.AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(VerificationOutput.Write(parsed, report)));
        using var output = new StringWriter { NewLine = "\n" };
        var code = await CommandRunner.RunAsync(command, arguments, output, output, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
