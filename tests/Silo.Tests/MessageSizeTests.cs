using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>The largest answer of each kind, of the values that take most room, as Orleans sends it.</summary>
public sealed class MessageSizeTests
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.MaxValue.AddTicks(-7);
    private static readonly Sample Sample = new(Moment, Math.PI, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);
    private static readonly string Name = new('\uffee', InstanceInfo.MaxNameLength);
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string> Kinds => [.. Answers.Keys];

    private static Dictionary<string, Func<object>> Answers { get; } = new()
    {
        ["ranges"] = () => Many(IFleetQueryGrain.MaxRanges, _ => new InstanceRange(
            Guid.NewGuid(),
            new UsageRange(Resolution.Minute, TimeSpan.FromMinutes(1), Many(IFleetQueryGrain.MaxRangePoints / IFleetQueryGrain.MaxRanges, NewPoint)))),
        ["range"] = () => new UsageRange(Resolution.Minute, TimeSpan.FromMinutes(1), Many(RangeQuery.MaxPoints, NewPoint)),
        ["hourly"] = () => Many(IInstanceQueryGrain.MaxHours, NewUsage),
        ["daily"] = () => Many(IInstanceQueryGrain.MaxDays, NewUsage),
        ["samples"] = () => new SamplePage(Many(IInstanceQueryGrain.MaxLimit, NewSample), new SampleCursor(Moment, Guid.NewGuid())),
        ["latest"] = () => new LatestPage(Many(IFleetQueryGrain.MaxLimit, NewSample), Guid.NewGuid()),
        ["instances"] = () => new InstancePage(Many(IFleetQueryGrain.MaxLimit, _ => new InstanceInfo(Guid.NewGuid(), NewName(), Moment)), Guid.NewGuid()),
        ["top"] = () => Many(TopQuery.MaxLimit, _ => new RankedUsage(Guid.NewGuid(), NewName(), NewTotals())),
        ["push"] = () => new PushReceipt(0, 0, 0, Many(PushLimits.MaxSamples, index => new RejectedSample(index, new string('f', 20), new string('r', 120)))),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_largest_answer_fits_into_a_message(string kind) =>
        Assert.InRange(Serializer.SerializeToArray(Answers[kind]()).Length, 1, SiloHosting.LargestMessage * 9 / 10);

    private static T[] Many<T>(int count, Func<int, T> create) => [.. Enumerable.Range(0, count).Select(create)];

    private static string NewName() => new(Name);

    private static InstanceSample NewSample(int index) => new(Guid.NewGuid(), Guid.NewGuid(), Sample);

    private static UsagePoint NewPoint(int index) => UsagePoint.Of(NewUsage(index)) with { SampleCount = long.MaxValue };

    private static AggregatedUsage NewUsage(int index) => new()
    {
        Bucket = Moment,
        AvgCpu = Math.PI,
        MaxCpu = Math.PI,
        AvgMemory = Math.PI,
        MaxMemory = long.MaxValue,
        TotalNetworkIn = decimal.MaxValue,
        TotalNetworkOut = decimal.MaxValue,
        SampleCount = long.MaxValue,
        SumCpu = Math.PI,
        MinCpu = Math.PI,
        SumMemory = decimal.MaxValue,
        MinMemory = long.MaxValue,
        MaxMemoryLimit = long.MaxValue,
        Open = true,
    };

    private static UsageTotals NewTotals() => new()
    {
        From = Moment,
        To = Moment,
        SampleCount = long.MaxValue,
        AvgCpu = Math.PI,
        MinCpu = Math.PI,
        MaxCpu = Math.PI,
        AvgMemory = Math.PI,
        MinMemory = long.MaxValue,
        MaxMemory = long.MaxValue,
        MaxMemoryLimit = long.MaxValue,
        MemoryShare = Math.PI,
        TotalNetworkIn = decimal.MaxValue,
        TotalNetworkOut = decimal.MaxValue,
    };
}
