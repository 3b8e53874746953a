using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary><c>failover</c>: how long pushes wait when a silo is killed, and when all are replaced one after the other.</summary>
internal static class FailoverCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly LoadShapeOptions Shape = new();
    private static readonly Option<int> Silos = CountOption.Create("--silos", "How many silos there are", 3, 2, 16);
    private static readonly Option<int> Rate = CountOption.Create("--rate", "How many samples a second are pushed beside", 2_000, 1, 1_000_000);

    public static Command Create()
    {
        var command = new Command("failover", "How long pushes wait when one of several silos is killed, and when all are replaced one after the other, against a push to all that run.");
        command.Add(Silos);
        command.Add(Rate);
        Shape.AddTo(command);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var silos = parsed.GetValue(Silos);
        var shape = Shape.Read(parsed, LoadShape.Endless) with { Rate = parsed.GetValue(Rate) };
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        var rounds = new List<FailoverRound>();
        for (var number = 1; number <= Options.Rounds(parsed); number++)
        {
            var round = await FailoverMeasurement.RunAsync(server, silos, shape, cancellationToken);
            log.Say($"round {number}: {round}");
            rounds.Add(round);
        }

        var report = FailoverReport.Of(server.Description, silos, shape, rounds);
        return ReportOutput.Write(parsed, report, TableOf(report));
    }

    private static Table TableOf(FailoverReport report)
    {
        var table = Tables.Create("a push to each instance of the silo", ">first, s", ">median, s", ">last, s", ">last, longer than undisturbed");
        Add("undisturbed", report.Undisturbed);
        Add("from the kill of the silo on", report.Killed);
        table.Add("while all silos are replaced, to any instance", "", "", Number.Of(report.LongestInRestartS), Number.Ratio(report.LongestInRestartS / report.Undisturbed.LastS));
        table.Add("replacing all", "", "", Number.Of(report.RestartS), "");
        return table;

        void Add(string what, PushWaits waits) => table.Add(
            what, Number.Of(waits.FirstS), Number.Of(waits.MedianS), Number.Of(waits.LastS), Number.Ratio(waits.LastS / report.Undisturbed.LastS));
    }
}
