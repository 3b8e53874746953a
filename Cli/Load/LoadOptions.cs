using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Db;
using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>The options of <c>launchstack load</c>.</summary>
internal static class LoadOptions
{
    private const int MaxInstances = 1_000_000;
    private const int MaxAgents = 64;

    private static readonly Option<int> Instances = new("--instances")
    {
        Description = $"How many instances there are, 1 to {MaxInstances}.",
        HelpName = "count",
        CustomParser = Parsers.Number(1, MaxInstances),
        DefaultValueFactory = _ => 1_000,
    };

    private static readonly Option<LoadRate> Rate = new("--rate")
    {
        Description = "Samples per second in all, or max: as many as the service takes. Default: 1000.",
        HelpName = "number|max",
        CustomParser = LoadRate.Parse,
    };

    private static readonly Option<int> Batch = new("--batch")
    {
        Description = $"How many samples of an instance are sent together, 1 to {PushLimits.MaxSamples}.",
        HelpName = "samples",
        CustomParser = Parsers.Number(1, PushLimits.MaxSamples),
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> Agents = new("--agents")
    {
        Description = $"How many connections send, each for its share of the instances, 1 to {MaxAgents}.",
        HelpName = "count",
        CustomParser = Parsers.Number(1, MaxAgents),
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<TimeSpan> Duration = new("--duration")
    {
        Description = "For how long samples are sent. Default: 30s.",
        HelpName = "time",
        CustomParser = Parsers.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(7)),
    };

    private static readonly Option<Acknowledgement?> Ack = new("--ack")
    {
        Description = "What a push waits for: accepted (in a silo's memory) or durable (committed). Default: accepted.",
        HelpName = "accepted|durable",
        CustomParser = Parsers.OneOf<Acknowledgement>,
    };

    private static readonly Option<NetworkMode?> Network = new("--network")
    {
        Description = "What network numbers are: delta (bytes since the previous sample) or cumulative (counters of containers that restart now and then). Default: delta.",
        HelpName = "delta|cumulative",
        CustomParser = Parsers.OneOf<NetworkMode>,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Makes the instances and their numbers; the same seed makes the same ones.",
        HelpName = "number",
        CustomParser = Parsers.Number(0, int.MaxValue),
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<DateTimeOffset> Start = new("--start")
    {
        Description = "The first samples' timestamp; a time in the past makes late samples. Default: now.",
        HelpName = "time",
        CustomParser = Parsers.TimeFrom1970,
    };

    private static readonly Option<TimeSpan> Step = new("--step")
    {
        Description = "The time between two samples of an instance. Default: instances / rate, at most 1m / batch; with --rate max 1ms, less below 1000 instances.",
        HelpName = "time",
        CustomParser = Parsers.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)),
    };

    private static readonly Option<bool> Verify = new("--verify")
    {
        Description = "Compare every row in the database (--database, or DATABASE_URL) with what was sent.",
    };

    private static readonly Option<long> Sent = new("--sent")
    {
        Description = "With --verify: send nothing, this many samples were sent by a run with the same options. More of the same plan may be there.",
        HelpName = "samples",
        CustomParser = ParseSent,
    };

    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[Instances, Rate, Batch, Agents, Duration, Ack, Network, Seed, Start, Step, Verify, Sent])
        {
            command.Add(option);
        }

        ConnectionOptions.AddTo(command, result => result.GetValue(Verify));
    }

    /// <exception cref="UsageException">The options do not go together.</exception>
    public static LoadRequest Read(ParseResult parsed, DateTimeOffset now)
    {
        var (instances, batch) = (parsed.GetValue(Instances), parsed.GetValue(Batch));
        var pace = new LoadPace(
            parsed.GetResult(Rate) is null ? new LoadRate(1_000) : parsed.GetValue(Rate),
            parsed.GetResult(Duration) is null ? TimeSpan.FromSeconds(30) : parsed.GetValue(Duration));
        var step = parsed.GetResult(Step) is null ? pace.StepOf(instances, batch) : parsed.GetValue(Step);
        var plan = new LoadPlan(
            parsed.GetValue(Seed),
            instances,
            batch,
            parsed.GetValue(Network) ?? NetworkMode.Delta,
            Timestamps.Floor(parsed.GetResult(Start) is null ? now : parsed.GetValue(Start)),
            new TimeSpan(step.Ticks - (step.Ticks % TimeSpan.TicksPerMicrosecond)));
        if (pace.BatchesOf(batch) > LoadPlan.MaxSamples / batch)
        {
            throw new UsageException($"--rate and --duration: that would be {pace.BatchesOf(batch) * batch} samples; one run sends at most {LoadPlan.MaxSamples}");
        }

        var sent = parsed.GetResult(Sent) is null ? (long?)null : parsed.GetValue(Sent);
        if (sent is not null)
        {
            CheckSent(parsed, sent.Value, batch);
        }
        else
        {
            LoadWindow.Check(plan, pace, now);
        }

        return new LoadRequest(
            plan,
            pace,
            Math.Min(parsed.GetValue(Agents), instances),
            parsed.GetValue(Ack) ?? Acknowledgement.Accepted,
            parsed.GetValue(Verify) ? DatabaseOption.Read(ConnectionOptions.DatabaseOf(parsed)) : null,
            sent);
    }

    private static void CheckSent(ParseResult parsed, long sent, int batch)
    {
        if (!parsed.GetValue(Verify) || parsed.GetResult(Start) is null)
        {
            throw new UsageException("--sent needs --verify, and the --start of the run that sent");
        }

        if (sent % batch != 0)
        {
            throw new UsageException($"--sent: \"{sent}\" must be a multiple of --batch, which is {batch}");
        }
    }

    private static long ParseSent(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sent) || sent > LoadPlan.MaxSamples)
        {
            result.AddError($"--sent: \"{text}\" must be a whole number from 0 to {LoadPlan.MaxSamples}");
        }

        return sent;
    }
}
