using System.CommandLine;
using System.CommandLine.Parsing;
using LaunchStack.Metrics.Cli.Collect.Docker;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary><c>launchstack collect</c>: reads the containers of this machine and pushes what they use.</summary>
internal static class CollectCommand
{
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
        Description = "Where to read: auto takes Docker where an engine answers, else control groups (Linux, v1 and v2).",
        HelpName = "auto|docker|cgroup",
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

    public static Command Create()
    {
        var command = new Command(
            "collect",
            $"Read CPU, memory and network of every container of this machine and push them. A container's instance is its label {DockerReader.InstanceLabel}, else derived from its id.")
        {
            Interval, Once, DryRun, Source, DockerHost, CgroupRoot,
        };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(DockerHost) is not null && result.GetValue(Source) == SourceKind.Cgroup)
            {
                result.AddError("--docker-host and --source cgroup exclude each other");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var once = parsed.GetValue(Once);
        var dryRun = parsed.GetValue(DryRun);
        var output = new RoundOutput(parsed, always: once || dryRun);
        var readers = new ContainerReaders(TimeProvider.System, output.Say);
        using var reader = await readers.OpenAsync(
            parsed.GetValue(Source), parsed.GetValue(DockerHost), parsed.GetRequiredValue(CgroupRoot), cancellationToken);
        output.Say($"reading {reader.Description}");

        // Sent again with the next round instead, so that reading goes on meanwhile.
        await using var sink = new ClusterSink(token => ConnectionOptions.ConnectAsync(parsed, options => options.PushTimeout = TimeSpan.Zero, token));
        var collector = new Collector(reader, dryRun ? null : new Delivery(sink), output, TimeProvider.System);
        if (once)
        {
            await collector.RunOnceAsync(cancellationToken);
        }
        else
        {
            await collector.RunAsync(parsed.GetValue(Interval), cancellationToken);
        }

        return ExitCode.Done;
    }

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
            default:
                result.AddError($"--source: \"{result.Tokens[^1].Value}\" must be auto, docker or cgroup");
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
