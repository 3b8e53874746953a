using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Late;

/// <summary><c>late</c>: agents that come back with days of samples while others push current ones.</summary>
internal static class LateCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly LoadShapeOptions Shape = new();
    private static readonly TimeOption Duration = new(
        "--duration", "For how long current load is measured alone.", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly TimeOption Interval = new(
        "--interval", "How far apart an instance's samples are.", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly Option<int?> Rate = new("--rate")
    {
        Description = "How many current samples are pushed in a second. Default: as many as the service takes, and then late ones wait behind all that it has accepted.",
        HelpName = "number",
    };

    private static readonly Option<int> Instances = CountOption.Create("--late-instances", "How many instances come back", 1, 1, 10_000);
    private static readonly Option<int> Fleet = CountOption.Create("--fleet", "How many other instances have samples of those days", 100, 1, 10_000);
    private static readonly Option<int> Days = CountOption.Create("--days", "For how many days they were away", 10, 1, 26);

    public static Command Create()
    {
        var command = new Command("late", "Current samples a second with and without agents that come back with days of samples, and how long these take.");
        command.Add(Instances);
        command.Add(Days);
        Interval.AddTo(command);
        command.Add(Fleet);
        command.Add(Rate);
        Shape.AddTo(command);
        Duration.AddTo(command);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var shape = Shape.Read(parsed, LoadShape.Endless) with { Rate = parsed.GetValue(Rate) };
        var late = new LateSamples(parsed.GetValue(Instances), parsed.GetValue(Days), Interval.Of(parsed));
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        await using var pristine = await PostgresDatabase.CreateAsync(server);
        var measurement = new LateMeasurement(shape, late, Duration.Of(parsed));
        log.Say($"{late.PerInstance * parsed.GetValue(Fleet)} rows of others");
        await measurement.PrepareAsync(pristine, parsed.GetValue(Fleet), cancellationToken);
        var rounds = new List<LateRound>();
        for (var round = 1; round <= Options.Rounds(parsed); round++)
        {
            await using var copy = await pristine.CopyAsync();
            rounds.Add(await measurement.RunAsync(copy, cancellationToken));
            log.Say(
                $"round {round}: current {Number.Of(rounds[^1].Without.PerSecond)} rows/s, with late ones {Number.Of(rounds[^1].With.PerSecond)}, late {Number.Of(rounds[^1].LatePerSecond)}");
        }

        var report = LateReport.Of(server.Description, shape, parsed.GetValue(Fleet), late, rounds);
        var table = Tables.Create(
            ">late samples", ">current rows/s without", ">with", ">ratio", ">all late ones durable, s", ">late rows/s", ">sent again");
        table.Add(
            Number.Of(late.Count), Number.Of(report.CurrentPerS), Number.Of(report.CurrentWithLatePerS), Number.Of(report.Ratio),
            Number.Of(report.LateSeconds), Number.Of(report.LatePerS), Number.Of(report.LateResent));
        return ReportOutput.Write(parsed, report, table);
    }
}
