using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Cli.Query;
using LaunchStack.Metrics.Client;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary><c>launchstack export</c>: all raw samples of a range, so that they can be pushed again.</summary>
internal static class ExportCommand
{
    private const string Standard = "-";

    // All that is kept: what is exported without a word about time must not be a part that looks whole.
    private static readonly TimeSpan Whole = TimeSpan.MaxValue;

    private static readonly Argument<Guid[]> Instances = InstanceArgument.CreateMany("The instances, GUIDs.");

    private static readonly Option<bool> All = new("--all") { Description = "Every registered instance." };

    private static readonly TimeRangeOptions Times = new(
        "The oldest time. Default: all that is kept.", "Samples of this time or later are left out. Default: now.", "all that is kept");

    private static readonly Option<ExportFormat?> Format = new("--format")
    {
        Description = "csv (with a header line) or ndjson (a JSON object in each line). Default: csv into a file that ends in .csv, else ndjson.",
        HelpName = "csv|ndjson",
        CustomParser = Parsers.OneOf<ExportFormat>,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "The same as --format ndjson." };

    private static readonly Option<bool> Csv = new("--csv") { Description = "The same as --format csv." };

    private static readonly Option<string> Output = new("--output")
    {
        Description = "A file that gets its name when the export is whole; one that is there already is replaced. Default: -, standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Standard,
    };

    public static Command Create()
    {
        var command = new Command("export", "Write all raw samples of instances, oldest first; launchstack push takes them.") { Instances, All, Format, Json, Csv, Output };
        Times.AddTo(command);
        ConnectionOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(All) == result.GetResult(Instances) is { Tokens.Count: > 0 })
            {
                result.AddError("which instances? Give their IDs, or --all");
            }

            if (new[] { result.GetResult(Format) is not null, result.GetValue(Json), result.GetValue(Csv) }.Count(isGiven => isGiven) > 1)
            {
                result.AddError("--format, --json and --csv exclude each other");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.GetValue(Output) ?? Standard;
        Check(output);
        await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
        var meter = new ExportMeter(TimeProvider.System);
        if (output == Standard)
        {
            await WriteAsync(parsed, client, StandardOutput.Gather(parsed.InvocationConfiguration.Output), meter, cancellationToken);
        }
        else
        {
            await using var file = new ExportFile(output);
            await WriteAsync(parsed, client, file.Writer, meter, cancellationToken);
            await file.CompleteAsync();
        }

        await parsed.InvocationConfiguration.Error.WriteLineAsync($"exported {meter}");
        return ExitCode.Done;
    }

    private static async Task WriteAsync(ParseResult parsed, MetricsClient client, TextWriter target, ExportMeter meter, CancellationToken cancellationToken)
    {
        var ids = parsed.GetValue(Instances) ?? [];
        var (from, to) = Times.Of(parsed, Whole);
        var withInstance = ids.Length != 1;
        await using IExportWriter writer = FormatOf(parsed) == ExportFormat.Csv ? new CsvExport(target, withInstance) : new NdjsonExport(target);
        var run = new ExportRun(client, from, to, writer, withInstance, meter);
        var work = parsed.GetValue(All) ? run.RunForAllAsync(cancellationToken) : run.RunAsync(ids, cancellationToken);

        // Lines that are read on the same screen would be torn by one that is redrawn.
        var isRead = ReferenceEquals(parsed.InvocationConfiguration.Output, Console.Out) && !Console.IsOutputRedirected && parsed.GetValue(Output) == Standard;
        await (isRead ? work : LiveLine.ShowAsync(parsed, work, meter.ToString));
    }

    private static ExportFormat FormatOf(ParseResult parsed) =>
        parsed.GetValue(Json) ? ExportFormat.Ndjson
        : parsed.GetValue(Csv) ? ExportFormat.Csv
        : parsed.GetValue(Format) is { } format ? format
        : parsed.GetValue(Output) is { } output && output.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ExportFormat.Csv
        : ExportFormat.Ndjson;

    private static void Check(string output)
    {
        if (output != Standard && Directory.Exists(output))
        {
            throw new UsageException($"--output: \"{output}\" is a directory");
        }

        if (output.Length == 0 || (output != Standard && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(output)))))
        {
            throw new UsageException($"--output: \"{output}\" must be a file in a folder that exists, or -");
        }
    }
}
