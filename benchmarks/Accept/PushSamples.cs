using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>Makes the batches of pushes; samples of one caller are a microsecond apart, so that none is a duplicate.</summary>
/// <param name="instances">The instances.</param>
/// <param name="samples">How many samples a batch has.</param>
internal sealed class PushSamples(int instances, int samples)
{
    private readonly SimulatedInstance[] _instances = [.. Enumerable.Range(0, instances).Select(number => new SimulatedInstance(1, number))];
    private readonly DateTimeOffset _start = Timestamps.Floor(TimeProvider.System.GetUtcNow());

    public int Instances => _instances.Length;

    public Guid IdOf(int instance) => _instances[instance].Id;

    /// <summary>A batch of an instance.</summary>
    /// <param name="instance">Which one.</param>
    /// <param name="number">Rises from one push of the instance to the next.</param>
    public SampleBatch BatchOf(int instance, long number)
    {
        var batch = new Sample[samples];
        for (var place = 0; place < batch.Length; place++)
        {
            var sample = (number * samples) + place;
            batch[place] = _instances[instance].SampleAt(sample, _start.AddTicks(sample * TimeSpan.TicksPerMicrosecond));
        }

        return new SampleBatch { Samples = batch };
    }
}
