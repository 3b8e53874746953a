using System.Buffers;
using BenchmarkDotNet.Attributes;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace LaunchStack.Metrics.Benchmarks.Allocations;

/// <summary>The message of a push of many instances, written and read as Orleans does.</summary>
public class MessageAllocations
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Serializer<IReadOnlyList<InstanceBatch>> _serializer = null!;
    private InstanceBatch[] _batches = [];
    private byte[] _message = [];

    /// <summary>How many samples each instance has.</summary>
    [Params(1, 10)]
    public int SamplesPerPush { get; set; }

    /// <summary>Makes the message.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<IReadOnlyList<InstanceBatch>>>();
        _batches = AllocationSamples.Batches(SamplesPerPush);
        _message = _serializer.SerializeToArray(_batches);
    }

    /// <summary>Writes it.</summary>
    [Benchmark(Description = "message: written", OperationsPerInvoke = AllocationSamples.Count)]
    public int Write()
    {
        _buffer.ResetWrittenCount();
        _serializer.Serialize(_batches, _buffer);
        return _buffer.WrittenCount;
    }

    /// <summary>Reads it.</summary>
    [Benchmark(Description = "message: read", OperationsPerInvoke = AllocationSamples.Count)]
    public int Read() => _serializer.Deserialize(_message)!.Count;
}
