using System.CommandLine;
using System.CommandLine.Parsing;
using LaunchStack.Metrics.Cli.Collect.Docker;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary><c>launchstack collect</c>: reads the containers of this machine and pushes what they use.</summary>
internal static class CollectCommand
{
    private const int DefaultPrograms = 10;
    private const int MaxPrograms = 1000;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(10);

    private static readonly Option<TimeSpan> Interval = new("--interval")
    {
        Description = "How often, 1s to 1h.",
        CustomParser = Parsers.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        DefaultValueFactory = _ => DefaultInterval,
    };

    private static readonly Option<bool> Once = new("--once")
    {
        Description = "One round, then end. Takes a second: CPU is the difference between two readings.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read and show; connect to nothing." };

    private static readonly Option<SourceKind> Source = new("--source")
    {
        Description = "Where to read: auto takes Docker where an engine answers, else control groups (Linux, v1 and v2), else the busiest processes.",
        HelpName = "auto|docker|cgroup|processes",
        CustomParser = ParseSource,
    };

    private static readonly Option<Uri?> DockerHost = new("--docker-host")
    {
        Description = "The Docker engine. Default: DOCKER_HOST, else the current context, else the usual socket.",
        HelpName = "unix:///path|tcp://host:port",
        CustomParser = ParseDockerHost,
    };

    private static readonly Option<string> CgroupRoot = new("--cgroup-root")
    {
        Description = "Where control groups are mounted.",
        HelpName = "folder",
        DefaultValueFactory = _ => "/sys/fs/cgroup",
    };

    private static readonly Option<int> Processes = new("--processes")
    {
        Description = $"How many of the busiest programs to read where processes are read, 1 to {MaxPrograms}; without --source, read processes. Default: {DefaultPrograms}.",
        HelpName = "N",
        CustomParser = Parsers.Number(1, MaxPrograms),
    };

    private static readonly Option<DirectoryInfo?> Spill = new("--spill")
    {
        Description = "Write readings to this folder before they are sent: they outlive this process, and an outage of the cluster.",
        HelpName = "folder",
    };

    public static Command Create()
    {
        var command = new Command(
            "collect",
            $"Read CPU, memory and network of every container of this machine, or else of its control groups or busiest programs, and push them. A container's instance is its label {DockerReader.InstanceLabel}, else derived from its id.")
        {
            Interval, Once, DryRun, Source, DockerHost, CgroupRoot, Processes, Spill,
        };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(DockerHost) is not null && SourceOf(result) is "cgroup" or "processes")
            {
                result.AddError($"--docker-host and --source {SourceOf(result)} exclude each other");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(Processes) is not null && SourceOf(result) is "docker" or "cgroup")
            {
                result.AddError($"--processes and --source {SourceOf(result)} exclude each other: --source must be processes or auto");
            }
            else if (result.GetResult(Processes) is not null && result.GetResult(DockerHost) is not null)
            {
                result.AddError("--processes and --docker-host exclude each other");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(Spill) is not null && result.GetValue(DryRun))
            {
                result.AddError("--dry-run and --spill exclude each other");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var dryRun = parsed.GetValue(DryRun);
        var output = new RoundOutput(parsed, always: parsed.GetValue(Once) || dryRun);
        var readers = new ContainerReaders(TimeProvider.System, output.Say);

        // A number of processes and no source says that processes are wanted.
        var isCounted = parsed.GetResult(Processes) is not null;
        using var reader = await readers.OpenAsync(
            isCounted && parsed.GetResult(Source) is null ? SourceKind.Processes : parsed.GetValue(Source),
            parsed.GetValue(DockerHost),
            parsed.GetRequiredValue(CgroupRoot),
            isCounted ? parsed.GetValue(Processes) : DefaultPrograms,
            cancellationToken);
        output.Say($"reading {reader.Description}");

        if (parsed.GetValue(Spill) is { } folder)
        {
            await RunSpillingAsync(parsed, folder.FullName, reader, output, cancellationToken);
            return ExitCode.Done;
        }

        // Sent again with the next round instead, so that reading goes on meanwhile.
        await using var sink = new ClusterSink(token => ConnectionOptions.ConnectAsync(parsed, options => options.PushTimeout = TimeSpan.Zero, token));
        await RunAsync(parsed, new Collector(reader, dryRun ? null : new Delivery(sink), output, TimeProvider.System), cancellationToken);
        return ExitCode.Done;
    }

    private static async Task RunSpillingAsync(
        ParseResult parsed, string folder, IContainerReader reader, RoundOutput output, CancellationToken cancellationToken)
    {
        var client = ConnectionOptions.Open(parsed, options =>
        {
            options.SpillDirectory = folder;
            options.OnLost = lost => output.Say($"readings that will not be stored: {lost.Count}; the first, of {lost[0].InstanceId}: {lost[0].Reason}");
        });
        await using (client)
        {
            await RunAsync(parsed, new Collector(reader, new Delivery(new SpillSink(client, TimeProvider.System, output.Say)), output, TimeProvider.System), cancellationToken);
        }

        if (client.State is var state && state.Pending + state.Unconfirmed is > 0 and var left)
        {
            var message = $"readings that stay in {folder} for the next start: {left}";
            if (parsed.GetValue(Once))
            {
                throw new FailureException(message);
            }

            output.Say(message);
        }
    }

    private static Task RunAsync(ParseResult parsed, Collector collector, CancellationToken cancellationToken) => parsed.GetValue(Once)
        ? collector.RunOnceAsync(cancellationToken)
        : collector.RunAsync(parsed.GetValue(Interval), cancellationToken);

    // As it was written: a value that breaks its rule cannot be asked for.
    private static string? SourceOf(CommandResult result) => result.GetResult(Source) is { Tokens: [.., var name] } ? name.Value : null;

    private static SourceKind ParseSource(ArgumentResult result)
    {
        switch (result.Tokens[^1].Value)
        {
            case "auto":
                return SourceKind.Auto;
            case "docker":
                return SourceKind.Docker;
            case "cgroup":
                return SourceKind.Cgroup;
            case "processes":
                return SourceKind.Processes;
            default:
                result.AddError($"--source: \"{result.Tokens[^1].Value}\" must be auto, docker, cgroup or processes");
                return default;
        }
    }

    private static Uri? ParseDockerHost(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[^1].Value, UriKind.Absolute, out var host) && host.Scheme is "unix" or "tcp" or "http" or "https" or "npipe")
        {
            return host;
        }

        result.AddError($"--docker-host: \"{result.Tokens[^1].Value}\" must be an address such as unix:///var/run/docker.sock or tcp://host:2375");
        return null;
    }
}
