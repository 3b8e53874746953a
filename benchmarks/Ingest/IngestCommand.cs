using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Testing.Postgres;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary><c>ingest</c>: durable rows a second through a silo, against COPY of the same rows and against an INSERT for each.</summary>
internal static class IngestCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly LoadShapeOptions Shape = new();
    private static readonly TimeOption Duration = new(
        "--duration", "For how long processes push.", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15), TimeSpan.FromHours(1));

    private static readonly TimeOption InsertDuration = new(
        "--insert-duration", "For how long single samples are inserted.", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));

    private static readonly Option<int> RowsPerTransaction =
        CountOption.Create("--transaction", "How many rows a COPY has at the most, as the silo's writer", 50_000, 1, 10_000_000);

    private static readonly int[] InsertConnections = [1, 8];

    public static Command Create()
    {
        var command = new Command("ingest", "Durable rows a second from processes that push through a silo, against a server-side COPY of the same rows and an INSERT for each sample.");
        Shape.AddTo(command);
        Duration.AddTo(command);
        InsertDuration.AddTo(command);
        command.Add(RowsPerTransaction);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var shape = Shape.Read(parsed, Duration.Of(parsed));
        if (shape.Processes > shape.Instances)
        {
            throw new UsageException("--processes must not be more than --instances");
        }

        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        var rounds = new List<IngestRound>();
        for (var round = 1; round <= Options.Rounds(parsed); round++)
        {
            log.Say($"round {round}");
            rounds.Add(await RunRoundAsync(parsed, server, shape, log, cancellationToken));
        }

        var report = IngestReport.Of(server.Description, shape, parsed.GetValue(RowsPerTransaction), rounds);
        return ReportOutput.Write(parsed, report, TableOf(report));
    }

    private static async Task<IngestRound> RunRoundAsync(
        ParseResult parsed, PostgresServer server, LoadShape shape, RunLog log, CancellationToken cancellationToken)
    {
        var others = new List<(string, Stretch)>();
        await using var home = await PostgresDatabase.CreateAsync(server);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        var service = await ServiceContender.RunAsync(home, database, shape, cancellationToken);
        log.Say($"the product: {Number.Of(service.PerSecond)} rows/s");
        await using (var files = await RowFiles.NumberAsync(database, parsed.GetValue(RowsPerTransaction), cancellationToken))
        {
            var instances = await database.ListAsync<Guid>("SELECT id FROM instances", cancellationToken);
            foreach (var order in new[] { RowOrder.Time, RowOrder.Instance })
            {
                Add(order.Name, await CopyContender.RunAsync(server, files, instances, order, cancellationToken));
            }
        }

        foreach (var connections in InsertConnections)
        {
            Add(
                $"an INSERT for each sample, {connections} {(connections == 1 ? "connection" : "connections")}",
                await InsertContender.RunAsync(server, connections, shape.Instances, InsertDuration.Of(parsed), cancellationToken));
        }

        return new IngestRound(service, others);

        void Add(string name, Stretch stretch)
        {
            log.Say($"{name}: {Number.Of(stretch.PerSecond)} rows/s");
            others.Add((name, stretch));
        }
    }

    private static Table TableOf(IngestReport report)
    {
        var table = Tables.Create(
            "way", ">rows/s", ">the product's", ">CPU s per million: silo", ">clients", ">server", ">all", ">the product's");
        foreach (var way in report.Ways)
        {
            table.Add(
                way.Way, Number.Of(way.RowsPerS), Number.Ratio(way.Ratio), Number.Of(way.CpuPerMillion.Silo), Number.Of(way.CpuPerMillion.Clients),
                Number.Of(way.CpuPerMillion.Server), Number.Of(way.CpuPerMillion.Total), way.CpuRatio is { } ratio ? Number.Ratio(ratio) : "?");
        }

        return table;
    }
}
