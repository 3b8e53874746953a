using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Activations;

/// <summary><c>activations</c>: what many idle instances in one silo cost, and how fast they come.</summary>
internal static class ActivationsCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly Option<int> Instances = CountOption.Create("--instances", "How many instances, and as many bare activations", 100_000, 1_000, 5_000_000);
    private static readonly Option<int> Busy = CountOption.Create("--busy", "How many other instances are pushed to all the time", 1_000, 1, 100_000);
    private static readonly Option<int> Rate = CountOption.Create("--rate", "How many pushes of ten samples go to those in a second", 500, 1, 100_000);
    private static readonly TimeOption Idle = new(
        "--idle", "For how long the idle silo is looked at.", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));

    public static Command Create()
    {
        var command = new Command("activations", "Memory and CPU of idle instances against bare Orleans activations, and a storm of activations while others are pushed to.");
        command.Add(Instances);
        command.Add(Busy);
        command.Add(Rate);
        Idle.AddTo(command);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var log = new RunLog(parsed);
        var instances = parsed.GetValue(Instances);
        var measurement = new ActivationsMeasurement(instances, parsed.GetValue(Busy), parsed.GetValue(Rate), Idle.Of(parsed));
        var rounds = new List<ActivationsRound>();
        for (var round = 1; round <= Options.Rounds(parsed); round++)
        {
            rounds.Add(await measurement.RunAsync(cancellationToken));
            log.Say($"round {round}: {Number.Of(rounds[^1].InstanceBytes)} bytes an instance, {Number.Of(rounds[^1].BareBytes)} a bare activation");
        }

        var report = ActivationsReport.Of(instances, rounds);
        return ReportOutput.Write(parsed, report, TableOf(report));
    }

    private static Table TableOf(ActivationsReport report)
    {
        var table = Tables.Create($"{Number.Of(report.Instances)} activations of each kind", ">bare", ">instances", ">ratio");
        table.Add("bytes of managed memory each", Number.Of(report.BareBytes), Number.Of(report.InstanceBytes), Number.Of(report.BytesRatio));
        table.Add("activations/s", Number.Of(report.BarePerS), Number.Of(report.StormPerS), Number.Of(report.StormRatio));
        table.Add("CPU while idle, before and with all of them", Number.Share(report.IdleBefore), Number.Share(report.IdleAfter), "");
        table.Add("p99 of other pushes, before and in the storm, ms", Number.Of(report.CalmP99Ms), Number.Of(report.StormP99Ms), "");
        table.Add("reads of the store in the storm; by the clock", Number.Of(report.Reads), Number.Of(report.PeriodicReads), "");
        table.Add("resident memory of the silo, bytes", "", Number.Of(report.ResidentBytes), "");
        return table;
    }
}
