using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration;

namespace LaunchStack.Metrics.Cli.Db.Migrate;

/// <summary>The options of <c>launchstack db migrate</c>.</summary>
internal static class MigrateOptions
{
    private const int MostRows = 100_000_000;

    private static readonly Option<string?> From = new("--from")
    {
        Description = "The database that has the rows: postgresql://user:password@host:5432/database. It is only read.",
        HelpName = "url",
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The database that gets them, set up with launchstack db setup, as the role that owns its tables. Default: DATABASE_URL of the environment.",
        HelpName = "url",
    };

    private static readonly Option<string> Table = new("--table")
    {
        Description = "The source's table, with its schema where that is not the first of the search path. Default: resource_usages.",
        HelpName = "name",
        DefaultValueFactory = _ => "resource_usages",
    };

    private static readonly Option<NetworkMode?> Network = new("--network")
    {
        Description = "What the network columns hold: cumulative, counters that become bytes since the row before, or delta. Default: cumulative.",
        HelpName = "cumulative|delta",
        CustomParser = Parsers.OneOf<NetworkMode>,
    };

    private static readonly Option<DateTimeOffset?> Since = new("--since")
    {
        Description = "Rows before are not copied. Default: all that the target's retention keeps.",
        HelpName = "time",
        CustomParser = result => Parsers.TimeFrom1970(result),
    };

    private static readonly Option<DateTimeOffset?> Until = new("--until")
    {
        Description = "Rows from then on are not copied. Default: now.",
        HelpName = "time",
        CustomParser = result => Parsers.TimeFrom1970(result),
    };

    private static readonly Option<int> Batch = Number("--batch", "How many rows a transaction has, about", new MigrationOptions { Source = "", Target = "" }.Batch, 100, MigrationOptions.MaxBatch);

    private static readonly Option<int> Parallel = Number("--parallel", "How many connections write, each its share of the instances", 1, 1, MigrationOptions.MaxParallel);

    private static readonly Option<int> RateLimit = Number("--rate-limit", "How many rows are read a second at the most; 0: as many as can be", 0, 0, MostRows);

    private static readonly Option<TimeSpan> StatementTimeout = new("--statement-timeout")
    {
        Description = "How long a statement may run in the source, 1s to 1h. Default: 60s.",
        HelpName = "time",
        CustomParser = Parsers.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        DefaultValueFactory = _ => TimeSpan.FromSeconds(60),
    };

    private static readonly Option<bool> KeepExpired = new("--keep-expired")
    {
        Description = "Copy rows as well that the target's retention will drop: their hours and days outlive them.",
    };

    private static readonly Option<bool> Follow = new("--follow") { Description = "Go on with what is added to the source until you cut over." };

    private static readonly Option<bool> Rename = new("--rename")
    {
        Description = "Where both tables are in one database: rename the source's at the end, to NAME_migrated, so that nobody writes to it any more.",
    };

    private static readonly Option<bool> RenameAnyway = new("--rename-anyway")
    {
        Description = "The same, although views, foreign keys or triggers stay with the renamed table.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Look at both and print the plan; change nothing." };

    private static readonly Option<bool> VerifyOnly = new("--verify-only") { Description = "Compare source and target; copy nothing." };

    private static readonly Option<bool> NoVerify = new("--no-verify") { Description = "Do not compare source and target after the copy." };

    private static readonly Option<DateTimeOffset?> ServiceSince = new("--service-since")
    {
        Description = "For the comparison: since when the service has stored samples in the target. A row from before that the source does not have is a difference. Default: not known.",
        HelpName = "time",
        CustomParser = result => Parsers.TimeFrom1970(result),
    };

    private static readonly Option<FileInfo?> Report = new("--report")
    {
        Description = "Write what the verification found as Markdown to this file.",
        HelpName = "file",
    };

    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[From, To, Table, Network, Since, Until, Batch, Parallel, RateLimit, StatementTimeout, KeepExpired, Follow, Rename, RenameAnyway, DryRun, VerifyOnly, NoVerify, ServiceSince, Report])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(DryRun) && result.GetValue(VerifyOnly))
            {
                result.AddError("--dry-run and --verify-only exclude each other");
            }

            if (result.GetValue(Follow) && (result.GetValue(DryRun) || result.GetValue(VerifyOnly)))
            {
                result.AddError("--follow copies: it goes neither with --dry-run nor with --verify-only");
            }

            if (result.GetValue(NoVerify) && (result.GetValue(VerifyOnly) || result.GetValue(Report) is not null || result.GetValue(ServiceSince) is not null))
            {
                result.AddError("--no-verify goes neither with --verify-only nor with --report or --service-since");
            }

            if (result.GetValue(Follow) && result.GetValue(Until) is not null)
            {
                result.AddError("--follow and --until exclude each other");
            }

            if (result.GetValue(Since) is { } since && result.GetValue(Until) is { } until && since >= until)
            {
                result.AddError("--since must be before --until");
            }
        });
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">A database is missing, or is none that can be migrated.</exception>
    public static MigrationOptions Read(ParseResult parsed) => new()
    {
        Source = Address(
            parsed.GetValue(From) ?? throw new UsageException($"{From.Name} must name the database that has the rows, as in {From.Name} postgresql://user:password@host:5432/database"),
            From.Name),
        Target = DatabaseOption.Read(parsed.GetValue(To), To.Name) is PostgresTarget target
            ? target.ConnectionString
            : throw new UsageException($"{To.Name}: rows are migrated to PostgreSQL, with TimescaleDB or without; a file takes them by launchstack push"),
        Table = parsed.GetValue(Table)!,
        Network = parsed.GetValue(Network) ?? NetworkMode.Cumulative,
        Since = parsed.GetValue(Since),
        Until = parsed.GetValue(Until),
        Batch = parsed.GetValue(Batch),
        Parallel = parsed.GetValue(Parallel),
        RateLimit = parsed.GetValue(RateLimit),
        StatementTimeout = parsed.GetValue(StatementTimeout),
        KeepExpired = parsed.GetValue(KeepExpired),
        Rename = parsed.GetValue(Rename) || parsed.GetValue(RenameAnyway),
        RenameAnyway = parsed.GetValue(RenameAnyway),
    };

    public static bool IsDryRun(ParseResult parsed) => parsed.GetValue(DryRun);

    public static bool VerifiesOnly(ParseResult parsed) => parsed.GetValue(VerifyOnly);

    public static bool Verifies(ParseResult parsed) => !parsed.GetValue(NoVerify);

    public static DateTimeOffset? StoresSince(ParseResult parsed) => parsed.GetValue(ServiceSince);

    public static FileInfo? ReportFile(ParseResult parsed) => parsed.GetValue(Report);

    public static bool Follows(ParseResult parsed) => parsed.GetValue(Follow);

    private static string Address(string given, string name) => DatabaseOption.Read(given, name) is PostgresTarget source
        ? source.ConnectionString
        : throw new UsageException($"{name}: rows are migrated from PostgreSQL; a file has the service's schema already");

    private static Option<int> Number(string name, string description, int standard, int least, int most) => new(name)
    {
        Description = $"{description}, {least} to {most}. Default: {standard}.",
        HelpName = "count",
        CustomParser = Parsers.Number(least, most),
        DefaultValueFactory = _ => standard,
    };
}
