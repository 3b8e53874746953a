using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Queries;

/// <summary><c>queries</c>: what a dashboard asks, of the aggregates and of the old plain table.</summary>
internal static class QueriesCommand
{
    private static readonly BenchmarkOptions Options = new(instances: 100, days: 30);

    public static Command Create()
    {
        var command = new Command("queries", "The guide's aggregate query and a 30-day dashboard of one instance, against the same on the old plain table.");
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
        await using var home = await PostgresDatabase.CreateAsync(server);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await PrepareAsync(database, plan, log, cancellationToken);

        var runner = new QueryRunner(database, plan);
        var queries = new List<QueryResult>();
        foreach (var question in Question.All)
        {
            log.Say(question.Name);
            queries.Add(await runner.RunAsync(question, Options.Rounds(parsed), cancellationToken));
        }

        var report = new QueriesReport(server.Description, plan, Options.Rounds(parsed), queries);
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, report);
            return ExitCode.Done;
        }

        var table = Tables.Create("query", ">rows", ">old table, ms", ">aggregates, ms", ">faster");
        foreach (var query in report.Queries)
        {
            table.Add(query.Name, $"{query.Rows}", Number.Of(query.OldMs), Number.Of(query.NewMs), Number.Ratio(query.Ratio));
        }

        Terminal.Out(parsed).Write(table);
        return ExitCode.Done;
    }

    /// <summary>Both tables as they are on an ordinary day: policies have run, the newest hour is not refreshed yet.</summary>
    private static async Task PrepareAsync(BenchmarkDatabase database, WorkloadPlan plan, RunLog log, CancellationToken cancellationToken)
    {
        var lifecycle = new Lifecycle();
        log.Say($"hypertable: {plan.Rows} samples");
        await RawTable.LoadAsync(database, plan, cpu => cpu, cancellationToken);
        log.Say("aggregates");
        await Aging.RefreshAsync(database, from: null, plan.End - lifecycle.RefreshLag, cancellationToken);
        log.Say("compression");
        await Aging.CompressAsync(database, plan.End - lifecycle.CompressAfter, cancellationToken);
        log.Say("old table");
        await OldTable.LoadAsync(database, plan, cancellationToken);
        log.Say("vacuum");
        await database.ExecuteAsync("VACUUM (ANALYZE)", cancellationToken);
    }
}
