using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing.Postgres;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Deletion;

/// <summary><c>delete-instance</c>: the product's way against the cascade of the foreign key, on two equal databases.</summary>
internal static class DeleteInstanceCommand
{
    private static readonly BenchmarkOptions Options = new(instances: 100, days: 30);

    private static readonly Option<bool> Sixth = new("--sixth")
    {
        Description = "Also measure the sixth deletion by cascade of one session. It unpacks the whole table, and takes that long and that much space.",
    };

    public static Command Create()
    {
        var command = new Command("delete-instance", "Deleting an instance among many, all days compressed, the next refresh included, against the foreign key's cascade.");
        Options.AddTo(command);
        command.Add(Sixth);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var plan = Options.Plan(parsed, TimeProvider.System);
        var rounds = Options.Rounds(parsed);
        if (rounds * DeletionContest.DeletedAtMost > plan.Instances)
        {
            throw new UsageException($"--instances must be at least {rounds * DeletionContest.DeletedAtMost} for {rounds} rounds: each deletes some");
        }

        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        await using var pristine = await PostgresDatabase.CreateAsync(server);
        await PrepareAsync(pristine, plan, log, cancellationToken);
        var report = await new DeletionContest(pristine, plan, rounds, log).RunAsync(parsed.GetValue(Sixth), cancellationToken);
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

    private static async Task PrepareAsync(PostgresDatabase home, WorkloadPlan plan, RunLog log, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        log.Say($"hypertable: {plan.Rows} samples");
        await RawTable.LoadAsync(database, plan, cpu => cpu, cancellationToken);
        log.Say("aggregates");
        await Aging.RefreshAsync(database, from: null, plan.End - new Lifecycle().RefreshLag, cancellationToken);
        log.Say("compression");
        await Aging.CompressAsync(database, plan.End, cancellationToken);
        await database.ExecuteAsync("VACUUM (ANALYZE)", cancellationToken);
    }

    private static void Print(IAnsiConsole console, DeletionReport report)
    {
        var table = Tables.Create("way", ">delete, ms", ">next refresh, ms", ">both, ms", ">growth", ">dead tuples", ">rows left", ">product deletes faster", ">with refresh");
        foreach (var way in report.Ways)
        {
            table.Add(
                way.Way, Number.Of(way.DeleteMs), Number.Of(way.RefreshMs), Number.Of(way.TotalMs), $"{Number.Of(way.Growth / 1024 / 1024)} MB",
                Number.Of(way.DeadTuples), Number.Of(way.RowsLeft), Number.Ratio(way.DeleteRatio), Number.Ratio(way.TotalRatio));
        }

        console.Write(table);
    }
}
