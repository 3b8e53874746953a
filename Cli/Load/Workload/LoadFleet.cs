using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Workload;

/// <summary>All instances of a plan. Makes their batches, and says what is to be stored of them. May be used by any number of threads.</summary>
internal sealed class LoadFleet
{
    private readonly SimulatedInstance[] _instances;
    private readonly string _source;
    private readonly string?[] _sources = new string?[256];

    public LoadFleet(LoadPlan plan)
    {
        Plan = plan;
        _instances = new SimulatedInstance[plan.Instances];
        for (var number = 0; number < _instances.Length; number++)
        {
            _instances[number] = new SimulatedInstance(plan.Seed, number);
        }

        // Another run's counters are other counters, whichever of the runs comes first.
        _source = $"load-{Rfc3339.Format(plan.Start)}";
    }

    public LoadPlan Plan { get; }

    public Guid IdOf(int instance) => _instances[instance].Id;

    /// <summary>The samples of an instance in a round.</summary>
    public SampleBatch BatchOf(int instance, long round) =>
        Plan.Network == NetworkMode.Delta ? DeltaBatchOf(_instances[instance], round) : CumulativeBatchOf(_instances[instance], round);

    /// <summary>
    /// What is stored of a sample where all arrive in their order. The first one's bytes are its counters then where the service knows
    /// others of the instance, and none where it does not.
    /// </summary>
    public Sample StoredOf(int instance, long number)
    {
        var simulated = _instances[instance];
        var timestamp = Plan.TimestampOf(number);
        if (Plan.Network == NetworkMode.Delta)
        {
            return simulated.SampleAt(number, timestamp);
        }

        var age = AgeOf(simulated, number);
        var counters = simulated.CountersAt(number, age);
        return simulated.SampleAt(number, timestamp, number == 0 || age == 0 ? counters : counters.Since(simulated.CountersAt(number - 1, age - 1)));
    }

    private SampleBatch DeltaBatchOf(SimulatedInstance simulated, long round)
    {
        var samples = new Sample[Plan.Batch];
        var first = round * samples.Length;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = simulated.SampleAt(first + i, Plan.TimestampOf(first + i));
        }

        return new SampleBatch { Samples = samples };
    }

    private SampleBatch CumulativeBatchOf(SimulatedInstance simulated, long round)
    {
        var samples = new Sample[Plan.Batch];
        var first = round * samples.Length;
        var age = AgeOf(simulated, first);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = simulated.SampleAt(first + i, Plan.TimestampOf(first + i), simulated.CountersAt(first + i, age + i));
        }

        var container = ContainerLife.At(simulated.Phase, round).Container;
        return new SampleBatch
        {
            Samples = samples,
            Network = NetworkMode.Cumulative,
            Source = simulated.ReplacesContainers ? SourceOf(container) : _source,
            StartedAt = simulated.ReplacesContainers || container == 0
                ? null
                : Plan.TimestampOf(ContainerLife.FirstRoundOf(simulated.Phase, container) * Plan.Batch),
        };
    }

    /// <summary>How many samples the container of this one had before.</summary>
    private long AgeOf(in SimulatedInstance simulated, long number)
    {
        var (round, place) = Math.DivRem(number, Plan.Batch);
        return (ContainerLife.At(simulated.Phase, round).Round * Plan.Batch) + place;
    }

    private string SourceOf(long container) =>
        container < _sources.Length ? _sources[container] ??= $"{_source}-{container}" : $"{_source}-{container}";
}
