using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Postgres;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary><c>reads</c>: what answers take beside ingest, and against plain SQL on the same rows.</summary>
internal static class ReadsCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly FleetOptions FleetShape = new();
    private static readonly LoadOption Load = new();
    private static readonly Option<int> Asked = CountOption.Create("--asked", "How many instances have a month of samples, and are asked about", 5, 1, 100);
    private static readonly Option<int> TurnsOfRound = CountOption.Create("--turns", "How often service and database are asked by turns in a round", 200, 2, 100_000);
    private static readonly Option<int> PerSecond = CountOption.Create("--rate", "How many questions of a kind are due in a second beside ingest", 50, 1, 10_000);
    private static readonly Option<int> FleetPerSecond = CountOption.Create("--fleet-rate", "The same of questions about all instances", 5, 1, 1_000);
    private static readonly Option<int> Batch = CountOption.Create("--batch", "How many samples of an instance are pushed together", 10, 1, PushLimits.MaxSamples);
    private static readonly Option<int> Agents = CountOption.Create("--agents", "How many connections push", 2, 1, 64);
    private static readonly TimeOption Duration = new(
        "--duration", "For how long each kind is asked beside ingest.", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    public static Command Create()
    {
        var command = new Command("reads", "Answers beside ingest: latest, recent, hours, a 30-day dashboard and the top 10; each against plain SQL on the same rows.");
        FleetShape.AddTo(command);
        command.Add(Asked);
        command.Add(TurnsOfRound);
        Load.AddTo(command);
        command.Add(Agents);
        command.Add(Batch);
        command.Add(PerSecond);
        command.Add(FleetPerSecond);
        Duration.AddTo(command);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (instances, asked) = (FleetShape.Instances(parsed), parsed.GetValue(Asked));
        if (asked > instances)
        {
            throw new UsageException("--asked must be at most --instances");
        }

        var load = Load.IsNone(parsed)
            ? null
            : new LoadShape(1, parsed.GetValue(Agents), instances, parsed.GetValue(Batch), LoadShape.Endless, Load.Rate(parsed), Filling.Seed);
        var shape = new ReadsShape(parsed.GetValue(TurnsOfRound), parsed.GetValue(PerSecond), parsed.GetValue(FleetPerSecond), Duration.Of(parsed));
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        await using var pristine = await PostgresDatabase.CreateAsync(server);
        var fleet = await FleetShape.CreateAsync(parsed, pristine, asked, cancellationToken);
        log.Say($"{instances} instances are there");
        var measurement = new ReadsMeasurement(fleet, shape, load, log);
        var rounds = new List<ReadsRound>();
        for (var round = 1; round <= Options.Rounds(parsed); round++)
        {
            await using var copy = await pristine.CopyAsync();
            log.Say($"round {round}");
            rounds.Add(await measurement.RunAsync(copy, cancellationToken));
        }

        ReadResult[] results = [.. ReadQuestion.All.Select((question, number) => ReadResult.Of(question, [.. rounds.Select(round => round.Questions[number])]))];
        var report = new ReadsReport(server.Description, instances, asked, shape, load, rounds.Select(round => round.WrittenPerS).Median(), rounds.Count, results);
        return ReportOutput.Write(parsed, report, BesideIngestOf(report), AgainstSqlOf(report));
    }

    private static Table BesideIngestOf(ReadsReport report)
    {
        var table = Tables.Create($"beside {Number.Of(report.WrittenPerS)} rows/s", ">asked", ">failed", ">p50, ms", ">p99, ms", ">to be below, ms", ">SQL p50, ms", ">SQL p99, ms");
        foreach (var question in report.Questions)
        {
            table.Add(
                question.Question, $"{question.Asked}", $"{question.Failures}", Number.Of(question.P50Ms), Number.Of(question.P99Ms), Number.Of(question.BoundMs),
                Number.Of(question.LoadedSqlP50Ms), Number.Of(question.LoadedSqlP99Ms));
        }

        return table;
    }

    private static Table AgainstSqlOf(ReadsReport report)
    {
        var table = Tables.Create("against SQL", ">rows", ">SQL, ms", ">nothing kept, ms", ">added, ms", ">kept, ms", ">faster than SQL");
        foreach (var question in report.Questions)
        {
            table.Add(
                question.Question, $"{question.Rows}", Number.Of(question.SqlMs), Number.Of(question.ServiceMs), Number.Of(question.AddedMs), Number.Of(question.KeptMs),
                Number.Ratio(question.KeptFaster));
        }

        return table;
    }
}
