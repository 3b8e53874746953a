using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Stopping;

/// <summary><c>stop</c>: how long a silo with many active instances takes to stop, and whether anything is lost.</summary>
internal static class StopCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly Option<int> Instances = CountOption.Create("--instances", "How many instances are active, a sample of each not committed", 200_000, 1, 2_000_000);

    private static readonly Option<int> Neighbours = CountOption.Create("--neighbours", "How many other silos are in the cluster, empty", 0, 0, 8);

    public static Command Create()
    {
        var command = new Command("stop", "A silo with many active instances is told to stop, against one that has none.");
        command.Add(Instances);
        command.Add(Neighbours);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        var instances = parsed.GetValue(Instances);
        var neighbours = parsed.GetValue(Neighbours);
        var measurement = new StopMeasurement(instances, neighbours);
        var rounds = new List<StopRound>();
        for (var round = 1; round <= Options.Rounds(parsed); round++)
        {
            await using var database = await PostgresDatabase.CreateAsync(server);
            rounds.Add(await measurement.RunAsync(database, cancellationToken));
            log.Say($"round {round}: {Number.Of(rounds[^1].Seconds)} s, {rounds[^1].LastLine}");
        }

        var report = StopReport.Of(server.Description, instances, neighbours, rounds);
        var table = Tables.Create(">active instances", ">neighbours", ">stop with none, s", ">stop, s", ">ratio", ">slowest, s", ">missing", ">failed");
        table.Add(
            Number.Of(report.Instances), $"{report.Neighbours}", Number.Of(report.EmptySeconds), Number.Of(report.Seconds), Number.Of(report.Ratio),
            Number.Of(report.SlowestSeconds), Number.Of(report.Missing), Number.Of(report.Failed));
        return ReportOutput.Write(parsed, report, table);
    }
}
