using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Testing.Postgres;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary><c>dashboards</c>: many open dashboards beside a fleet that pushes as it usually does, with and without kept answers.</summary>
internal static class DashboardsCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly FleetOptions FleetShape = new();
    private static readonly Option<int> Dashboards = CountOption.Create("--dashboards", "How many dashboards are open", 2_000, 1, 100_000);
    private static readonly Option<int?> Watched = new("--watched")
    {
        Description = "How many instances they show, at most as many as there are dashboards and instances. Default: each one of its own, as far as there are.",
        HelpName = "count",
    };

    private static readonly Option<DashboardRoute> Over = new("--over")
    {
        Description = "Over what they ask: orleans or http.",
        HelpName = "orleans|http",
        DefaultValueFactory = _ => DashboardRoute.Orleans,
    };

    private static readonly TimeOption Every = new(
        "--every", "How often each refreshes.", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly TimeOption Duration = new(
        "--duration", "For how long they are measured, after each has been opened.", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    public static Command Create()
    {
        var command = new Command("dashboards", "Dashboards that refresh beside paced ingest: latency, CPU and kept answers, with and without the keeping.");
        FleetShape.AddTo(command);
        command.Add(Dashboards);
        command.Add(Watched);
        Every.AddTo(command);
        command.Add(Over);
        Duration.AddTo(command);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (instances, dashboards) = (FleetShape.Instances(parsed), parsed.GetValue(Dashboards));
        var most = Math.Min(instances, dashboards);
        var watched = parsed.GetValue(Watched) ?? most;
        if (watched < 1 || watched > most)
        {
            throw new UsageException($"--watched must be from 1 to {most}: there are {instances} instances and {dashboards} dashboards");
        }

        var rate = Math.Max(1, (int)Math.Round(instances / FleetShape.Interval(parsed).TotalSeconds));
        var load = new LoadShape(1, 2, instances, 1, LoadShape.Endless, rate, Filling.Seed);
        var shape = new DashboardsShape(parsed.GetValue(Over), dashboards, watched, Every.Of(parsed), Duration.Of(parsed));
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        await using var pristine = await PostgresDatabase.CreateAsync(server);
        var fleet = await FleetShape.CreateAsync(parsed, pristine, asked: 0, cancellationToken);
        log.Say($"{instances} instances are there, and push {rate} samples/s");
        var measurement = new DashboardsMeasurement(fleet, shape, load);
        var rounds = new List<DashboardsRound>();
        for (var round = 1; round <= Options.Rounds(parsed); round++)
        {
            rounds.Add(await measurement.RunAsync(pristine, keptFirst: round % 2 == 1, cancellationToken));
            log.Say($"round {round}: p99 {Number.Of(rounds[^1].Bare.Refreshes.P99Ms)} ms with nothing kept, {Number.Of(rounds[^1].Kept.Refreshes.P99Ms)} ms with kept answers");
        }

        var report = DashboardsReport.Of(server.Description, shape, load, rounds);
        return ReportOutput.Write(parsed, report, TableOf(report));
    }

    private static Table TableOf(DashboardsReport report)
    {
        var table = Tables.Create(
            $"{report.Shape.Dashboards} dashboards", ">refreshes", ">failed", ">p50, ms", ">p99, ms", ">kept or under way", ">CPU of all cores: silo", ">database");
        Add("nothing kept", report.Bare);
        Add("kept answers", report.Kept);
        table.Add(
            "nothing kept of kept", "", "", Number.Ratio(report.P50Ratio), Number.Ratio(report.P99Ratio), "", RatioOf(report.SiloRatio), RatioOf(report.ServerRatio));
        return table;

        void Add(string name, DashboardsResult result) => table.Add(
            name, $"{result.Refreshes}", $"{result.Failures}", Number.Of(result.P50Ms), Number.Of(result.P99Ms), ShareOf(result.HitShare),
            ShareOf(result.SiloShare), ShareOf(result.ServerShare));
    }

    private static string ShareOf(double? share) => share is { } known ? Number.Share(known) : "?";

    private static string RatioOf(double? ratio) => ratio is { } known ? Number.Ratio(known) : "?";
}
