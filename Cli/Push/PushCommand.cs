using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Push;

/// <summary><c>launchstack push</c>: samples from a file or from standard input.</summary>
internal static class PushCommand
{
    private const int DefaultBatch = 1_000;
    private const string StandardInput = "-";

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "What to read; - is standard input.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => StandardInput,
    };

    private static readonly Option<InputFormat?> Format = new("--format")
    {
        Description = "ndjson (a JSON object in each line) or csv (with a header line). Default: csv for a file that ends in .csv, else ndjson.",
        HelpName = "ndjson|csv",
        CustomParser = Parsers.OneOf<InputFormat>,
    };

    private static readonly Option<Guid> Instance = new("--instance")
    {
        Description = "Whose samples these are. Default: each line has an instance_id.",
        HelpName = "id",
        CustomParser = Parsers.InstanceId,
    };

    private static readonly Option<NetworkMode?> Network = new("--network")
    {
        Description = "What network_in and network_out are: delta (bytes since the previous sample) or cumulative (counters). Default: delta.",
        HelpName = "delta|cumulative",
        CustomParser = Parsers.OneOf<NetworkMode>,
    };

    private static readonly Option<string?> Source = new("--source")
    {
        Description = "With --network cumulative: whose counters these are, such as a container id.",
        HelpName = "name",
    };

    private static readonly Option<DateTimeOffset?> StartedAt = new("--started-at")
    {
        Description = "With --network cumulative: when the counters started at zero.",
        HelpName = "time",
        CustomParser = Parsers.OptionalTime,
    };

    private static readonly Option<bool> Durable = new("--durable") { Description = "Wait until the samples are committed in the store." };

    private static readonly Option<int> Batch = new("--batch")
    {
        Description = $"How many lines one push takes, 1 to {PushLimits.MaxSamples}.",
        HelpName = "lines",
        CustomParser = Parsers.Number(1, PushLimits.MaxSamples),
        DefaultValueFactory = _ => DefaultBatch,
    };

    public static Command Create()
    {
        var command = new Command("push", "Push samples from NDJSON or CSV; wrong lines are reported and skipped.")
        {
            File, Format, Instance, Network, Source, StartedAt, Durable, Batch,
        };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Network) != NetworkMode.Cumulative && (parsed.GetResult(Source) is not null || parsed.GetResult(StartedAt) is not null))
        {
            throw new UsageException("--source and --started-at need --network cumulative");
        }

        await using var input = Open(parsed.GetValue(File) ?? StandardInput);
        await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        IPushReport report = JsonOption.IsSet(parsed) ? new JsonPushReport(output) : new TextPushReport(output, error);
        var session = CreateSession(parsed, client, report, cancellationToken);
        try
        {
            await PushProgress.RunAsync(parsed, input, progress => session.RunAsync(Read(parsed, input, cancellationToken), progress));
        }
        finally
        {
            // Without a line there is nothing to sum up, and what went wrong is told alone.
            if (session.Summary.Lines > 0)
            {
                report.Finish(session.Summary);
            }
        }

        if (session.Summary.Lines == 0)
        {
            throw new FailureException("nothing to push");
        }

        return session.Summary.Rejected == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static PushSession CreateSession(ParseResult parsed, MetricsClient client, IPushReport report, CancellationToken cancellationToken)
    {
        var acknowledgement = parsed.GetValue(Durable) ? Acknowledgement.Durable : Acknowledgement.Accepted;
        var template = new SampleBatch
        {
            Samples = [],
            Network = parsed.GetValue(Network) ?? NetworkMode.Delta,
            Source = parsed.GetValue(Source) ?? "",
            StartedAt = parsed.GetValue(StartedAt),
        };
        return new PushSession(
            parts => client.PushAsync(parts, acknowledgement, cancellationToken), parsed.GetValue(Instance), template, parsed.GetValue(Batch), report);
    }

    private static IAsyncEnumerable<InputLine> Read(ParseResult parsed, Stream input, CancellationToken cancellationToken)
    {
        var withInstance = parsed.GetResult(Instance) is null;
        var isCsvFile = parsed.GetValue(File)?.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) == true;
        return (parsed.GetValue(Format) ?? (isCsvFile ? InputFormat.Csv : InputFormat.Ndjson)) == InputFormat.Csv
            ? CsvLineReader.ReadAsync(input, withInstance, cancellationToken)
            : NdjsonReader.ReadAsync(input, withInstance, cancellationToken);
    }

    private static Stream Open(string file)
    {
        if (file == StandardInput)
        {
            return Console.OpenStandardInput();
        }

        if (Directory.Exists(file))
        {
            throw new UsageException($"FILE: \"{file}\" is a directory");
        }

        return System.IO.File.Exists(file)
            ? new FileStream(file, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous })
            : throw new UsageException($"FILE: \"{file}\" does not exist");
    }
}
