using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Sizes;

/// <summary><c>storage</c>: bytes a sample on disk, compressed against uncompressed and against the old plain table.</summary>
internal static class StorageCommand
{
    private static readonly BenchmarkOptions Options = new(instances: 200, days: 3);

    public static Command Create()
    {
        var command = new Command(
            "storage", "Bytes a sample: the old plain table, the hypertable, the hypertable compressed, and that with CPU in steps of 1/128 percent.");
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var plan = Options.Plan(parsed, TimeProvider.System);
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        var rounds = new List<StorageRound>();
        for (var round = 0; round < Options.Rounds(parsed); round++)
        {
            log.Say($"round {round + 1}: {plan.Rows} samples");
            rounds.Add(await StorageMeasurement.RunAsync(server, plan with { Seed = plan.Seed + round }, cancellationToken));
        }

        var report = StorageReport.Of(server.Description, plan, rounds);
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, report);
        }
        else
        {
            Print(Terminal.Out(parsed), report);
        }

        return ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, StorageReport report)
    {
        var sizes = Tables.Create("table", ">bytes a sample", ">of uncompressed", ">saved", ">smaller than the old table");
        foreach (var size in report.Sizes)
        {
            sizes.Add(size.Table, Number.Of(size.Bytes), Number.Share(size.OfUncompressed), Number.Share(1 - size.OfUncompressed), Number.Ratio(size.OldTableRatio));
        }

        var columns = Tables.Create("compressed, bytes a sample", ">exact", ">CPU in 1/128 %");
        foreach (var column in report.Columns)
        {
            columns.Add(column.Name, Number.Of(column.Exact), Number.Of(column.Rounded));
        }

        console.Write(sizes);
        console.Write(columns);
    }
}
