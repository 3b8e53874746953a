using BenchmarkDotNet.Attributes;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Appending;
using LaunchStack.Metrics.Storage.Postgres.Appending;

namespace LaunchStack.Metrics.Benchmarks.Allocations;

/// <summary>A transaction's samples on their way to rows: ids, order, the bytes of COPY.</summary>
public class RowAllocations
{
    private AppendSample[] _samples = [];

    /// <summary>How many samples of an instance come one after the other.</summary>
    [Params(1, 10)]
    public int SamplesPerPush { get; set; }

    /// <summary>Makes the samples.</summary>
    [GlobalSetup]
    public void SetUp() => _samples =
        [.. AllocationSamples.Batches(SamplesPerPush).SelectMany(part => part.Batch.Samples.Select(sample => new AppendSample(part.InstanceId, new PendingSample(sample, null))))];

    /// <summary>All samples once.</summary>
    [Benchmark(Description = "store: batch, ids, rows of COPY", OperationsPerInvoke = AllocationSamples.Count)]
    public int Rows()
    {
        using var batch = new AppendBatch(_samples);
        using var rows = new CopyRows(batch.Rows, batch.Instances.Count);
        return rows.Bytes.Length;
    }
}
