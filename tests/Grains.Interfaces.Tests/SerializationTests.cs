using LaunchStack.Metrics.Models;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests;

public sealed class SerializationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 13, 45, 0, TimeSpan.Zero);
    private static readonly Guid Instance = Guid.Parse("9f1b3a52-6f7e-4f0c-9d1f-0c6a4b0f7a11");
    private static readonly Sample Sample = new(Now, 150.5, 1, 2, 3, long.MaxValue);
    private static readonly CounterKey Counters = new("container", Now.AddHours(-1));
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<object> Messages() =>
    [
        Acknowledgement.Durable,
        NetworkMode.Cumulative,
        Sample,
        Counters,
        new PendingSample(Sample, Counters),
        new PendingSample(Sample, null),
        new CounterBaseline(Counters, Now, 5, 6),
        new InstanceSample(Guid.NewGuid(), Instance, Sample),
        new SampleCursor(Now, Instance),
        new SamplePage([new InstanceSample(Guid.NewGuid(), Instance, Sample)], new SampleCursor(Now, Instance)),
        new SamplePage([], null),
        new SampleBatch { Samples = [Sample, Sample], Network = NetworkMode.Cumulative, Source = "container", StartedAt = Now },
        new InstanceBatch(Instance, new SampleBatch { Samples = [Sample] }),
        new PushReceipt(1, 2, 3, [new RejectedSample(4, "cpu_usage", "must be"), new RejectedSample(5, "cpu_usage", "must be")])
        {
            Durability = new Durability(Instance, 7, 5),
        },
        new Durability(Instance, 7, 5),
        new InstanceDurability(Instance, new Durability(Instance, 7, 5)),
        new InstanceDurability(Instance, null),
        new DurabilityQuestion(Instance, Guid.Parse("00000000-0000-0000-0000-000000000007")),
        new RejectedSample(4, "cpu_usage", "must be"),
        new InstanceReceipt { InstanceId = Instance, Receipt = new PushReceipt(1, 2, 3, []) },
        new InstanceInfo(Instance, "name", Now),
        new InstancePage([new InstanceInfo(Instance, "name", Now)], Instance),
        new InstanceSettings { Labels = new Dictionary<string, string> { ["plan"] = "pro" }, FlushInterval = TimeSpan.FromSeconds(3) },
        new FlushIntervals(3, new Dictionary<Guid, TimeSpan> { [Instance] = TimeSpan.FromSeconds(3) }),
        new AggregatedUsage
        {
            Bucket = Now, AvgCpu = 1, MaxCpu = 2, AvgMemory = 3, MaxMemory = 4, TotalNetworkIn = decimal.MaxValue, TotalNetworkOut = 6, SampleCount = 7,
            SumCpu = 8, MinCpu = 9, SumMemory = 10, MinMemory = 11, MaxMemoryLimit = 12, Open = true,
        },
        new RangeQuery { From = Now, To = Now.AddHours(1), Resolution = Resolution.Hour, Points = 7, Fill = GapFill.Linear, Width = TimeSpan.FromSeconds(36) },
        new UsageRange(Resolution.Minute, TimeSpan.FromMinutes(5), [new UsagePoint { Bucket = Now }, Point]),
        Point,
        Resolution.Day,
        GapFill.Previous,
        new InstanceRange(Instance, null),
        new InstanceRange(Instance, new UsageRange(Resolution.Hour, TimeSpan.FromHours(1), [Point])),
        new TopQuery { From = Now, To = Now.AddHours(1), By = UsageMeasure.Network, Limit = 3 },
        UsageMeasure.MemoryShare,
        new RankedUsage(Instance, "name", Totals),
        new LatestPage([new InstanceSample(Guid.NewGuid(), Instance, Sample)], Instance),
        Totals,
        new Percentiles(1, 2, 3),
        new TailSnapshot { Samples = [new PendingSample(Sample, Counters)], Silo = Instance, Writes = 1, LateWrites = 2, OpenHour = Now },
    ];

    private static UsageTotals Totals => new()
    {
        From = Now,
        To = Now.AddHours(1),
        SampleCount = 7,
        AvgCpu = 1,
        MinCpu = 2,
        MaxCpu = 3,
        AvgMemory = 4,
        MinMemory = 5,
        MaxMemory = 6,
        MaxMemoryLimit = 7,
        MemoryShare = 8,
        TotalNetworkIn = 9,
        TotalNetworkOut = 10,
        Cpu = new Percentiles(1, 2, 3),
        Memory = new Percentiles(4, 5, 6),
    };

    private static UsagePoint Point => new()
    {
        Bucket = Now,
        SampleCount = 7,
        AvgCpu = 1,
        MinCpu = 2,
        MaxCpu = 3,
        AvgMemory = 4,
        MinMemory = 5,
        MaxMemory = 6,
        MaxMemoryLimit = 8,
        TotalNetworkIn = decimal.MaxValue,
        TotalNetworkOut = 9,
        Open = true,
    };

    public static TheoryData<PushException> Faults() =>
    [
        new ConflictException("the instance is there already"),
        new DurabilityUnknownException(TimeSpan.FromSeconds(10)),
        new InvalidRequestException("limit", "must be 1 or more"),
        new OverloadedException("the buffer", TimeSpan.FromSeconds(2)),
        new QueryFailedException("22003: out of range"),
        new QueryTimeoutException(TimeSpan.FromSeconds(2)),
        new StoreUnavailableException("refused"),
        new UnknownInstanceException(Instance),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_arrives_as_it_was_sent(object message) => Assert.Equivalent(message, RoundTrip(message), strict: true);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_arrives_with_its_message_and_members(PushException fault)
    {
        var arrived = RoundTrip(fault);
        Assert.IsType(fault.GetType(), arrived);
        Assert.Equal(fault.Message, arrived.Message);
        foreach (var property in fault.GetType().GetProperties().Where(property => property.DeclaringType == fault.GetType()))
        {
            Assert.Equal(property.GetValue(fault), property.GetValue(arrived));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_arrives_inside_a_receipt(PushException fault)
    {
        var arrived = RoundTrip(new InstanceReceipt { InstanceId = Instance, Fault = fault });
        Assert.Equal(fault.Message, arrived.Fault?.Message);
    }

    [Fact]
    public void Every_message_of_the_assembly_is_tested()
    {
        var tested = Messages().Select(row => row.Data).Concat<object>(Faults().Select(row => row.Data)).Select(message => message.GetType()).ToHashSet();
        var declared = typeof(Sample).Assembly.GetTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsAbstract);
        Assert.DoesNotContain(declared, type => !tested.Contains(type));
    }

    private static T RoundTrip<T>(T message) => Serializer.Deserialize<T>(Serializer.SerializeToArray(message))!;
}
