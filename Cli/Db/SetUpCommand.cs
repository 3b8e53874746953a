using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary><c>launchstack db setup</c>: creates or upgrades the schema, and sets how long rows live.</summary>
internal static class SetUpCommand
{
    private static readonly Option<TierChoice?> Tier = new("--tier")
    {
        Description = "What to expect of a PostgreSQL database: auto, timescale, apache or postgres. Default: auto, which keeps the schema's tier or takes the best.",
        HelpName = "auto|timescale|apache|postgres",
        CustomParser = Parsers.OneOf<TierChoice>,
    };

    private static readonly Option<TimeSpan> AcceptLate = new("--accept-late")
    {
        Description = "How old samples the silos accept (their Metrics:AcceptLate), which the refresh window must cover. Default: 27d.",
        HelpName = "time",
        CustomParser = Parsers.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(3649)),
        DefaultValueFactory = _ => LifecycleRules.StandardAcceptLate,
    };

    public static Command Create()
    {
        var command = new Command("setup", "Create or upgrade the schema, and set how long rows live; may be repeated.") { Tier, AcceptLate };
        DatabaseOption.AddTo(command);
        LifecycleOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new PostgresStoreOptions
        {
            Tier = parsed.GetValue(Tier) ?? TierChoice.Auto,
            Lifecycle = LifecycleOptions.Read(parsed),
            AcceptLate = parsed.GetValue(AcceptLate),
        };
        var log = new SetUpLog(parsed.InvocationConfiguration.Error);
        await using var store = DatabaseOption.Read(parsed).Store(options, log);
        await store.OpenAsync(applySchema: true, cancellationToken);
        var result = ResultOf(store, log);
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, result);
        }
        else
        {
            Write(parsed, result);
        }

        return ExitCode.Done;
    }

    private static SetUpResult ResultOf(ISampleStore store, SetUpLog log) => new(
        store.Description,
        TierNames.Of(store.Tier),
        store.ManagesInstances,
        log.Applied,
        LifecycleValue.All.ToDictionary(value => value.Column, value => Parsers.FormatExactly(value.Get(store.Lifecycle))));

    private static void Write(ParseResult parsed, SetUpResult result)
    {
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"{result.Description}: {(result.Applied.Count == 0 ? "the schema is up to date" : $"{result.Applied.Count} scripts applied")}");
        if (!result.ManagesInstances)
        {
            output.WriteLine("The table instances was here before: it is read and referenced, and never changed.");
        }

        output.WriteLine($"In force: {string.Join(", ", result.Lifecycle.Select(item => $"{item.Key} {item.Value}"))}");
        output.WriteLine("Next: launchstack db doctor with the same --database, then start a silo on it (DATABASE_URL)");
    }
}
