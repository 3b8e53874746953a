using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>Bodies for the document: one instance with one sample.</summary>
internal static class Examples
{
    private static readonly Guid Id = Guid.Parse("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
    private static readonly DateTimeOffset Moment = new(2026, 11, 26, 7, 40, 12, TimeSpan.Zero);

    private static readonly InstanceSample Stored = new(
        SampleId.Derive(SampleId.TailOf(Id), Moment), Id, new Sample(Moment, 15.83, 268_435_456, 2_147_483_648, 1_048_576, 524_288));

    private static readonly AggregatedUsage Hour = new()
    {
        Bucket = Timestamps.Hour(Moment),
        AvgCpu = 15.83,
        MaxCpu = 15.83,
        AvgMemory = 268_435_456,
        MaxMemory = 268_435_456,
        TotalNetworkIn = 1_048_576,
        TotalNetworkOut = 524_288,
        SampleCount = 1,
        SumCpu = 15.83,
        MinCpu = 15.83,
        SumMemory = 268_435_456,
        MinMemory = 268_435_456,
        MaxMemoryLimit = 2_147_483_648,
        Open = true,
    };

    public static InstanceInfo Instance { get; } = new(Id, "web-1", Moment);

    public static InstanceBody NewInstance { get; } = new(Id.ToString(), "web-1");

    public static InstanceChange NewName { get; } = new() { Name = "web-2" };

    public static InstanceInfo Renamed { get; } = Instance with { Name = "web-2" };

    public static ListPage<InstanceInfo> Instances { get; } = new([Instance], Id.ToString());

    public static ListPage<SampleRow> Samples { get; } = new([SampleRow.From(Stored)], SampleCursorText.Format(new SampleCursor(Moment, Stored.Id)));

    public static ListPage<AggregatedUsage> Hours { get; } = new([Hour], null);

    public static ListPage<AggregatedUsage> Days { get; } = new([Hour with { Bucket = Timestamps.Day(Moment) }], null);

    public static RangeBody Range { get; } = RangeBody.From(new UsageRange(Resolution.Hour, TimeSpan.FromHours(1), [UsagePoint.Of(Hour)]));

    public static StatsBody Stats { get; } = StatsBody.From(Stored);

    public static StatsBody[] StatsOfMany { get; } = [Stats];

    public static ListPage<SampleRow> Latest { get; } = new([SampleRow.From(Stored)], Id.ToString());

    public static ListPage<InstanceRangeBody> Ranges { get; } =
        new([new(Id, Range), new(Guid.Parse("0e4d8f8c-2f1e-4a0e-9a75-6b4a1f0d7c11"), null)], null);

    public static UsageTotals Totals { get; } = new()
    {
        From = Moment.AddHours(-24),
        To = Moment.AddHours(1),
        SampleCount = 1,
        AvgCpu = 15.83,
        MinCpu = 15.83,
        MaxCpu = 15.83,
        AvgMemory = 268_435_456,
        MinMemory = 268_435_456,
        MaxMemory = 268_435_456,
        MaxMemoryLimit = 2_147_483_648,
        MemoryShare = 12.5,
        TotalNetworkIn = 1_048_576,
        TotalNetworkOut = 524_288,
        Cpu = new Percentiles(15.83, 15.83, 15.83),
        Memory = new Percentiles(268_435_456, 268_435_456, 268_435_456),
    };

    public static TopBody Top { get; } = new("cpu", Moment.AddMinutes(-5), Moment.AddMinutes(1), [TopRow.From(new RankedUsage(Id, "web-1", Totals))]);

    public static HistoryPoint[] History { get; } = [HistoryPoint.From(UsagePoint.Of(Hour))];

    public static PushReceipt Accepted { get; } = new(1, 0, 0, []);

    public static PushReceipt Durable { get; } = new(1, 1, 0, []);

    public static PushExample<SampleExample> Push { get; } = new("delta", "", null, [new(Moment, 15.83, 268_435_456, 2_147_483_648, 1_048_576, 524_288)]);

    public static PushExample<InstanceSampleExample> PushOfMany { get; } =
        new("delta", "", null, [new(Id, Moment, 15.83, 268_435_456, 2_147_483_648, 1_048_576, 524_288)]);

    public static SettingsBody Settings { get; } = new(new Dictionary<string, string> { ["team"] = "blue" }, 2.5);
}
