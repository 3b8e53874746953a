using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack recent ID</c>: raw samples, newest first.</summary>
internal static class RecentCommand
{
    private const int DefaultLimit = 60;

    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"How many at the most, 1 to {IInstanceQueryGrain.MaxLimit}.",
        CustomParser = Parsers.Number(1, IInstanceQueryGrain.MaxLimit),
        DefaultValueFactory = _ => DefaultLimit,
    };

    private static readonly Option<SampleCursor> Before = new("--before")
    {
        Description = "Only samples before this time, or after this cursor of an earlier answer. Default: from the newest.",
        HelpName = "time",
        CustomParser = Parsers.Cursor,
    };

    public static Command Create()
    {
        var command = new Command("recent", "Show the newest samples of an instance.") { Instance, Limit, Before };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
        var before = parsed.GetResult(Before) is null ? (SampleCursor?)null : parsed.GetValue(Before);
        var page = await client.GetRecentAsync(parsed.GetValue(Instance), parsed.GetValue(Limit), before, cancellationToken);
        var next = page.Next is { } cursor ? SampleCursorText.Format(cursor) : null;
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, new ListPage<SampleRow>([.. page.Items.Select(SampleRow.From)], next));
            return ExitCode.Done;
        }

        Terminal.Out(parsed).Write(ToTable(page.Items));
        if (next is not null)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"older ones: --before {next}");
        }

        return ExitCode.Done;
    }

    private static Table ToTable(IReadOnlyList<InstanceSample> samples)
    {
        var table = Tables.Create(
            "Time (UTC)", ">CPU (% of a core)", ">Memory", ">Memory limit", ">Network in (since previous)", ">Network out (since previous)");
        foreach (var (_, _, sample) in samples)
        {
            table.Add(
                Rfc3339.Format(sample.Timestamp),
                Tables.Percent(sample.CpuUsage),
                HumanBytes.Format(sample.MemoryUsage),
                HumanBytes.Format(sample.MemoryLimit),
                HumanBytes.Format(sample.NetworkIn),
                HumanBytes.Format(sample.NetworkOut));
        }

        return table;
    }
}
