using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Testing.Postgres;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary><c>accept</c>: samples a second into a silo's memory, against an empty grain method that takes the same message.</summary>
internal static class AcceptCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly Option<int> Instances = CountOption.Create("--instances", "How many instances push", 1_000, 1, 1_000_000);
    private static readonly Option<int> Batch = CountOption.Create("--batch", "How many samples of an instance are pushed together", 10, 1, 1_000);
    private static readonly Option<int> Parts = CountOption.Create("--parts", "How many instances a push to the ingest grain has", 100, 1, 1_000);
    private static readonly Option<int> Callers = CountOption.Create("--callers", "How many pushes are under way at the same time", 64, 1, 1_000);
    private static readonly TimeOption Duration = new(
        "--duration", "For how long each is measured, after a warm-up.", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly Option<bool> Durable = new("--store")
    {
        Description = "Commit what is accepted to a database. Without it a store takes everything at once and keeps nothing: the way to acceptance is what is measured.",
    };

    public static Command Create()
    {
        var command = new Command("accept", "Accepted samples a second and the latency of a receipt, against an empty grain method that takes the same message.");
        command.Add(Instances);
        command.Add(Batch);
        command.Add(Parts);
        command.Add(Callers);
        Duration.AddTo(command);
        command.Add(Durable);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Callers) > parsed.GetValue(Instances))
        {
            throw new UsageException("--callers must not be more than --instances: an instance's pushes keep their order");
        }

        return parsed.GetValue(Durable)
            ? RunWithDatabaseAsync(parsed, cancellationToken)
            : RunAsync(parsed, null, null, "none", cancellationToken);
    }

    private static async Task<int> RunWithDatabaseAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var postgres = await BenchmarkServer.StartAsync(Options.Database(parsed));
        await using var home = await PostgresDatabase.CreateAsync(postgres);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        var server = await ServerProcess.FindAsync(database, cancellationToken);
        return await RunAsync(parsed, home.ConnectionString, server, postgres.Description, cancellationToken);
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, string? database, ServerProcess? server, string store, CancellationToken cancellationToken)
    {
        var log = new RunLog(parsed);
        var (instances, batch, callers) = (parsed.GetValue(Instances), parsed.GetValue(Batch), parsed.GetValue(Callers));
        var results = new List<AcceptResult>();
        foreach (var route in new[] { PushRoute.Instance, PushRoute.Ingest(parsed.GetValue(Parts)) })
        {
            var rounds = new List<AcceptRound>();
            for (var round = 0; round < Options.Rounds(parsed); round++)
            {
                await using var silo = await BenchmarkSilo.StartAsync(database, cancellationToken);
                var contest = new AcceptContest(silo, server, new PushSamples(instances, batch), callers, Duration.Of(parsed));
                rounds.Add(await contest.RunAsync(route, round, cancellationToken));
                log.Say($"{route.Name}, round {round + 1}: {Number.Of(rounds[^1].Product.SamplesPerS)} of {Number.Of(rounds[^1].Empty.SamplesPerS)} samples/s");
            }

            results.Add(AcceptResult.Of(route.Name, rounds));
        }

        var report = new AcceptReport(store, instances, batch, callers, Options.Rounds(parsed), results);
        return ReportOutput.Write(parsed, report, RatesOf(report), LatenciesOf(report));
    }

    private static Table RatesOf(AcceptReport report)
    {
        var table = Tables.Create(
            "route", ">empty method, samples/s", ">product, samples/s", ">ratio", ">ratio by CPU", ">CPU s per million, empty: silo", ">client", ">product: silo", ">client", ">server");
        foreach (var route in report.Routes)
        {
            table.Add(
                route.Route, Number.Of(route.EmptyPerS), Number.Of(route.ProductPerS), Number.Of(route.Ratio), Number.Of(route.CpuRatio), Number.Of(route.EmptyCpu.Silo),
                Number.Of(route.EmptyCpu.Clients), Number.Of(route.ProductCpu.Silo), Number.Of(route.ProductCpu.Clients), Number.Of(route.ProductCpu.Server));
        }

        return table;
    }

    private static Table LatenciesOf(AcceptReport report)
    {
        var table = Tables.Create("receipts at half of the rate", ">samples/s", ">p50, ms", ">p99, ms", ">empty method, p99, ms");
        foreach (var route in report.Routes)
        {
            table.Add(route.Route, Number.Of(route.HalfPerS), Number.Of(route.P50Ms), Number.Of(route.P99Ms), Number.Of(route.EmptyP99Ms));
        }

        return table;
    }
}
