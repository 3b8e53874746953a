using System.Globalization;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>Compares rows, in whatever order they come, with what a plan says that was sent; a bit of memory for each sample.</summary>
/// <param name="fleet">The instances.</param>
/// <param name="sent">How many samples were sent for certain: each must have a row.</param>
/// <param name="planned">How many may have been sent: none beyond may have a row.</param>
internal sealed class LoadVerifier(LoadFleet fleet, long sent, long planned)
{
    private readonly LoadPlan _plan = fleet.Plan;
    private readonly Dictionary<Guid, int> _numbers = Enumerable.Range(0, fleet.Plan.Instances).ToDictionary(fleet.IdOf);
    private readonly ulong[] _tails = [.. Enumerable.Range(0, fleet.Plan.Instances).Select(number => SampleId.TailOf(fleet.IdOf(number)))];
    private readonly StoredSamples _stored = new(sent);
    private readonly CounterSums? _sums = fleet.Plan.Network == NetworkMode.Cumulative ? new(fleet.Plan.Instances) : null;
    private readonly Differences _unexpected = new("unexpected");
    private readonly Differences _differing = new("differing");
    private readonly Differences _doubled = new("doubled");
    private long _rows;

    /// <summary>How many of the run's rows were compared so far.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>When the run's first and last samples were measured.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Time =>
        (_plan.Start, _plan.TimestampOf(Math.Max(1, _plan.SamplesOf(0, planned / _plan.Batch)) - 1));

    /// <summary>Compares a row. Rows of other instances are others'.</summary>
    public void Add(InstanceSample row)
    {
        if (!_numbers.TryGetValue(row.InstanceId, out var instance))
        {
            return;
        }

        Interlocked.Increment(ref _rows);
        var (number, rest) = Math.DivRem((row.Sample.Timestamp - _plan.Start).Ticks, _plan.Step.Ticks);
        var place = PlaceOf(instance, number);
        if (rest != 0 || number < 0 || place >= planned)
        {
            _unexpected.Add(row);
        }
        else if (place < sent && !_stored.Add(place))
        {
            _doubled.Add(row);
        }
        else if (FindDifference(row, instance, number) is { } difference)
        {
            _differing.Add(row, difference);
        }
    }

    /// <summary>Says what came of it, once all rows were added.</summary>
    public VerificationResult Finish()
    {
        var missing = new Differences("missing");
        foreach (var place in sent == _stored.Found ? [] : _stored.Missing())
        {
            missing.Add(() => Describe(place));
        }

        var sums = new Differences("sum");
        foreach (var (instance, wrong) in _sums?.Wrong() ?? [])
        {
            // Without some rows the sum is wrong for that reason alone.
            if (missing.Count == 0)
            {
                sums.Add(() => string.Create(
                    CultureInfo.InvariantCulture, $"bytes of {fleet.IdOf(instance)} are {wrong.In:+0;-0;0} in, {wrong.Out:+0;-0;0} out off what its counters grew by"));
            }
        }

        return new VerificationResult(
            Rows,
            missing.Count,
            _unexpected.Count,
            _differing.Count,
            _doubled.Count,
            sums.Count,
            [.. missing.Examples, .. _unexpected.Examples, .. _differing.Examples, .. _doubled.Examples, .. sums.Examples]);
    }

    private long PlaceOf(int instance, long number)
    {
        var (round, rest) = Math.DivRem(number, _plan.Batch);
        return (((round * _plan.Instances) + instance) * _plan.Batch) + rest;
    }

    private string? FindDifference(in InstanceSample row, int instance, long number)
    {
        var id = SampleId.Derive(_tails[instance], row.Sample.Timestamp);
        if (row.Id != id)
        {
            return $"id must be {id}";
        }

        var expected = fleet.StoredOf(instance, number);
        if (_sums is not null && _sums.Add(instance, number, NetworkBytes.Of(expected), NetworkBytes.Of(row.Sample)))
        {
            expected = expected with { NetworkIn = row.Sample.NetworkIn, NetworkOut = row.Sample.NetworkOut };
        }

        return row.Sample == expected ? null : $"{Describe(row.Sample)} was sent as {Describe(expected)}";
    }

    private string Describe(long place)
    {
        var (batch, rest) = Math.DivRem(place, _plan.Batch);
        var (round, instance) = Math.DivRem(batch, _plan.Instances);
        return $"instance {fleet.IdOf((int)instance)} at {Rfc3339.Format(_plan.TimestampOf((round * _plan.Batch) + rest))}";
    }

    private static string Describe(in Sample sample) => string.Create(
        CultureInfo.InvariantCulture, $"({sample.CpuUsage:R}, {sample.MemoryUsage}, {sample.MemoryLimit}, {sample.NetworkIn}, {sample.NetworkOut})");
}
