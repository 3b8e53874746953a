using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Cli.Output;

namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary><c>migrate</c>: <c>launchstack db migrate</c> against psql's COPY of the same rows into the same schema.</summary>
internal static class MigrateCommand
{
    private const int StandardRows = 2_000_000;
    private const int MaxRows = 1_000_000_000;

    private static readonly Option<int> Rows = CountOption.Create("--rows", "How many rows the old table has, over 28 days", StandardRows, 10_000, MaxRows);
    private static readonly Option<int> Instances = CountOption.Create("--instances", "How many instances they are of", 200, 1, 100_000);
    private static readonly Option<int> Parallel = CountOption.Create("--parallel", "The migration's option of that name", 1, 1, 16);
    private static readonly Option<bool> Alone = new("--alone")
    {
        Description = "One migration and its comparison, without psql and in one round: for sizes at which rounds take hours.",
    };

    private static readonly RoundOptions Options = new();

    public static Command Create()
    {
        var command = new Command("migrate", "Rows a second of launchstack db migrate, its memory, what comes after, and sizes, against psql's COPY to psql's COPY.")
        {
            Rows,
            Instances,
            Parallel,
            Alone,
        };
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        var (rows, instances) = (parsed.GetValue(Rows), parsed.GetValue(Instances));
        await using var source = await OldSource.CreateAsync(server, rows / instances, instances, TimeProvider.System.GetUtcNow(), log, cancellationToken);
        var contest = new MigrateContest(server, source, parsed.GetValue(Parallel));
        if (parsed.GetValue(Alone))
        {
            log.Say("migrates");
            var alone = MigrateAloneReport.Of(server.Description, source.Rows, instances, source.Bytes, await contest.AloneAsync(cancellationToken));
            return ReportOutput.Write(parsed, alone, TableOf(alone));
        }

        var rounds = new List<MigrateRound>();
        for (var round = 0; round < Options.Rounds(parsed); round++)
        {
            log.Say($"round {round + 1}");
            rounds.Add(await contest.RunAsync(psqlFirst: round % 2 == 0, cancellationToken));
        }

        var report = MigrateReport.Of(server.Description, source.Rows, instances, source.Bytes, rounds);
        return ReportOutput.Write(parsed, report, TableOf(report));
    }

    private static Spectre.Console.Table TableOf(MigrateReport report)
    {
        var table = Tables.Create("way", ">rows/s", ">of psql", ">peak memory", ">after, s", ">bytes a row", ">smaller than the old table");
        table.Add("psql COPY to COPY", Number.Of(report.PsqlRowsPerS), "1 ×", "", "", Number.Of(report.PsqlBytesPerRow), "");
        table.Add(
            "launchstack db migrate",
            Number.Of(report.RowsPerS),
            Number.Ratio(report.Ratio),
            Tables.Bytes(report.PeakBytes),
            Number.Of(report.AfterSeconds),
            Number.Of(report.BytesPerRow),
            Number.Ratio(report.SizeRatio));
        return table;
    }

    private static Spectre.Console.Table TableOf(MigrateAloneReport report)
    {
        var table = Tables.Create("what", ">before", ">after", ">ratio");
        table.Add("rows/s, both looks at the source included", "", Number.Of(report.Rows / report.CopySeconds), "");
        table.Add("copying, s", "", Number.Of(report.CopySeconds), "");
        table.Add("refresh, compression, repacking, ANALYZE, s", "", Number.Of(report.AfterSeconds), "");
        table.Add("comparison, s", "", Number.Of(report.CompareSeconds), "");
        table.Add("peak memory", "", Tables.Bytes(report.PeakBytes), "");
        table.Add("bytes a row", Number.Of(report.OldBytesPerRow), Number.Of(report.BytesPerRow), Number.Ratio(report.SizeRatio));
        foreach (var query in report.Queries)
        {
            table.Add($"query \"{query.Name}\", ms", Number.Of(query.SourceMilliseconds), Number.Of(query.TargetMilliseconds), Number.Ratio(query.Ratio));
        }

        return table;
    }
}
