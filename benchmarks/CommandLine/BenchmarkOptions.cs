using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>The options that benchmarks share. Made per command, because their defaults differ.</summary>
/// <param name="instances">Default of <c>--instances</c>.</param>
/// <param name="days">Default of <c>--days</c>.</param>
internal sealed class BenchmarkOptions(int instances, int days)
{
    private const int MaxInstances = 100_000;
    private const int MaxDays = 365;
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(60);

    private readonly Option<int> _instances = new("--instances")
    {
        Description = $"How many instances have samples, 1 to {MaxInstances}.",
        HelpName = "count",
        CustomParser = Parsers.Number(1, MaxInstances),
        DefaultValueFactory = _ => instances,
    };

    private readonly Option<int> _days = new("--days")
    {
        Description = $"How many days of samples, 1 to {MaxDays}.",
        HelpName = "count",
        CustomParser = Parsers.Number(1, MaxDays),
        DefaultValueFactory = _ => days,
    };

    private readonly Option<TimeSpan> _interval = new("--interval")
    {
        Description = "How far apart an instance's samples are. Default: 60s.",
        HelpName = "time",
        CustomParser = Parsers.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Makes the samples; the same seed makes the same ones.",
        HelpName = "number",
        CustomParser = Parsers.Number(0, int.MaxValue - RoundOptions.MaxRounds),
        DefaultValueFactory = _ => 1,
    };

    private readonly RoundOptions _rounds = new();

    public void AddTo(Command command)
    {
        command.Add(_instances);
        command.Add(_days);
        command.Add(_interval);
        command.Add(_seed);
        _rounds.AddTo(command);
    }

    public int Rounds(ParseResult parsed) => _rounds.Rounds(parsed);

    public string? Database(ParseResult parsed) => _rounds.Database(parsed);

    /// <summary>Samples up to the start of this hour, so that queries about "the past day" find them.</summary>
    public WorkloadPlan Plan(ParseResult parsed, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new WorkloadPlan(
            parsed.GetValue(_instances),
            parsed.GetValue(_days),
            parsed.GetResult(_interval) is null ? DefaultInterval : parsed.GetValue(_interval),
            parsed.GetValue(_seed),
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)));
    }
}
