namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>What a silo is like at a moment.</summary>
/// <param name="Heap">Bytes of managed memory in use.</param>
/// <param name="Resident">Bytes of memory that the process has.</param>
/// <param name="CpuSeconds">Seconds of CPU that it has used.</param>
/// <param name="Accepted">Samples that it has accepted.</param>
/// <param name="Durable">Of these, the durable ones.</param>
/// <param name="StoreCalls">How often each method of the store was called.</param>
[GenerateSerializer, Immutable, Alias("benchmarks.SiloProbe")]
public sealed record SiloProbe(
    [property: Id(0)] long Heap,
    [property: Id(1)] long Resident,
    [property: Id(2)] double CpuSeconds,
    [property: Id(3)] long Accepted,
    [property: Id(4)] long Durable,
    [property: Id(5)] IReadOnlyDictionary<string, long> StoreCalls);
