using BenchmarkDotNet.Attributes;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Benchmarks.Allocations;

/// <summary>A sample's way through the silo: checked, buffered, handed over, gathered, settled.</summary>
public class TailAllocations
{
    private readonly AppendOutcome[] _outcomes = new AppendOutcome[AllocationSamples.Count];
    private InstanceBatch[] _batches = [];
    private WriterQueue _queue = null!;
    private TailRegistry _tails = null!;
    private UnitGatherer _gatherer = null!;
    private SampleRules _rules;

    /// <summary>How many samples a push has.</summary>
    [Params(1, 10)]
    public int SamplesPerPush { get; set; }

    /// <summary>Makes what is there before a push.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var options = Options.Create(new MetricsOptions());
        using var services = new ServiceCollection().AddMetrics().AddSingleton<SampleCounters>().BuildServiceProvider();
        _queue = new WriterQueue(options);
        _batches = AllocationSamples.Batches(SamplesPerPush);
        var present = new PresentInstances(Options.Create(new GrainCollectionOptions()), TimeProvider.System);
        foreach (var (instanceId, _) in _batches)
        {
            present.Enter(instanceId);
        }

        // Nobody has left, so nobody is told, and no grain is needed.
        var left = new LeftInstances(present, new InstanceReferences(null!), null!, null!, NullLogger<LeftInstances>.Instance);
        _tails = new TailRegistry(options, _queue, new WriteMarks(TimeProvider.System), left, services.GetRequiredService<SampleCounters>());
        _gatherer = new UnitGatherer(
            _tails, new LateSplit(null!, _queue, TimeProvider.System), new LockedUnits(new LaneHealth(TimeProvider.System), TimeProvider.System, NullLogger.Instance));
        _rules = new SampleRules(TimeProvider.System.GetUtcNow(), options.Value.AcceptLate);
    }

    /// <summary>All samples once.</summary>
    [Benchmark(Description = "tail: check, buffer, hand over, gather, settle", OperationsPerInvoke = AllocationSamples.Count)]
    public long Tail()
    {
        foreach (var (instanceId, batch) in _batches)
        {
            using var push = CheckedPush.Of(batch, _rules, 0);
            _tails.Append(instanceId, push, handOver: false, out _);
            _tails.HandOver(instanceId);
        }

        foreach (var reader in _queue.Readers)
        {
            while (reader.TryRead(out var batch))
            {
                _gatherer.Add(new WriteUnit(batch, null));
            }
        }

        _gatherer.Settle(_outcomes);
        return _tails.Samples;
    }
}
