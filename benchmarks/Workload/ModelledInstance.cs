using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>One made-up instance: it has a kind, and what it did a moment ago decides what it does next.</summary>
internal sealed class ModelledInstance
{
    private const int PageSize = 4096;
    private const double SizeSpread = 0.6;
    private const double CostSpread = 0.15;
    private const double TimerSpread = 2_000;
    private const double BroadcastsPerSecond = 0.01;
    private const double AnswersPerSecond = 0.0015;
    private const int BroadcastSize = 42;
    private const double CollectionAt = 0.25;

    private readonly InstanceKind _kind;
    private readonly Chance _chance;
    private readonly DateTimeOffset _first;
    private readonly TimeSpan _interval;
    private readonly double _phase;
    private readonly double _size;
    private readonly long _basePages;
    private DateTimeOffset _previous;
    private double _swing;
    private bool _isBusy;
    private double _takenPages;

    public ModelledInstance(WorkloadPlan plan, int number)
    {
        Id = SimulatedInstance.IdOf(plan.Seed, number);
        IdTail = SampleId.TailOf(Id);
        _chance = new Chance(SplitMix.Of(plan.Seed, number, 0));
        _kind = Pick((number + 0.5) / plan.Instances);
        _interval = plan.Interval;
        _phase = _chance.Fraction();
        _first = plan.Start + (plan.Interval * _phase);
        _previous = _first - plan.Interval;
        _size = Math.Exp(SizeSpread * _chance.Normal());
        _basePages = (long)(12_000 * _size);
        MemoryLimit = (256L << (int)(_chance.Fraction() * 4)) * 1024 * 1024;
        _swing = _kind.RateSwing * _chance.Normal();
        _isBusy = _kind.BurstLength <= 0;
    }

    public Guid Id { get; }

    /// <summary>The part of its samples' ids that is its own.</summary>
    public ulong IdTail { get; }

    public string Kind => _kind.Name;

    /// <summary>When its samples come, as a share of the interval.</summary>
    public double Phase => _phase;

    private long MemoryLimit { get; }

    /// <summary>The next sample. Steps are to be asked for in order.</summary>
    public Sample Next(long step)
    {
        // A timer is late by a millisecond or two, and does not drift.
        var timestamp = Timestamps.Floor(_first + (_interval * step) + TimeSpan.FromMicroseconds(Math.Abs(TimerSpread * _chance.Normal())));
        var elapsed = timestamp - _previous;
        var busySeconds = BusySeconds(elapsed.TotalSeconds);
        var requests = Ticks(elapsed, timestamp, _kind.CheckPeriod) + _chance.Count(Rate(elapsed.TotalSeconds) * busySeconds);
        var sample = new Sample(
            timestamp, Cpu(elapsed, timestamp, requests), Memory(requests), MemoryLimit, BytesIn(requests, elapsed), BytesOut(requests, elapsed));
        _previous = timestamp;
        return sample;
    }

    private static InstanceKind Pick(double fraction)
    {
        foreach (var kind in InstanceKinds.All)
        {
            fraction -= kind.Share;
            if (fraction < 0)
            {
                return kind;
            }
        }

        return InstanceKinds.All[^1];
    }

    /// <summary>Nanoseconds of CPU over nanoseconds of time, as the collector divides them: a number of which every digit is in use.</summary>
    private double Cpu(TimeSpan elapsed, DateTimeOffset timestamp, long requests)
    {
        var wakes = Ticks(elapsed, timestamp, _kind.WakePeriod);
        var microseconds = (wakes * _kind.WakeCost * Varied(wakes)) + (requests * _kind.RequestCost * _size * Varied(requests));
        var nanoseconds = Math.Round(microseconds * 1_000);
        return nanoseconds / Math.Round(elapsed.TotalNanoseconds + (1_000 * _chance.Fraction())) * 100;
    }

    // One takes more and another less; the more there are, the less it shows.
    private double Varied(long count) => count == 0 ? 1 : Math.Exp((CostSpread + (0.5 / Math.Sqrt(count))) * _chance.Normal());

    private long Memory(long requests)
    {
        _takenPages += _chance.Count(requests * _kind.PagesPerRequest);
        if (_takenPages > _basePages * CollectionAt)
        {
            _takenPages -= Math.Floor(_takenPages * _kind.Collected * _chance.Fraction());
        }

        return (_basePages + (long)_takenPages) * PageSize;
    }

    // Neighbours look for each other, whether an instance works or not.
    private long BytesIn(long requests, TimeSpan elapsed) =>
        (requests * _kind.RequestIn) + (BroadcastSize * _chance.Count(BroadcastsPerSecond * elapsed.TotalSeconds));

    private long BytesOut(long requests, TimeSpan elapsed)
    {
        var answers = BroadcastSize * _chance.Count(AnswersPerSecond * elapsed.TotalSeconds);
        var mean = _kind.RequestOut + (_kind.RequestOutSpread / 2.0);
        var spread = _kind.RequestOutSpread / Math.Sqrt(12);
        return answers + Math.Max(requests * _kind.RequestOut, (long)((requests * mean) + (Math.Sqrt(requests) * spread * _chance.Normal())));
    }

    /// <summary>How often something that happens every so many seconds happened since the previous sample.</summary>
    private long Ticks(TimeSpan elapsed, DateTimeOffset timestamp, double period)
    {
        if (period <= 0)
        {
            return 0;
        }

        var end = (timestamp - DateTimeOffset.UnixEpoch).TotalSeconds + (period * _phase);
        return (long)(Math.Floor(end / period) - Math.Floor((end - elapsed.TotalSeconds) / period));
    }

    private double Rate(double seconds)
    {
        var kept = Math.Exp(-seconds / _kind.RateMemory);
        _swing = (_swing * kept) + (_kind.RateSwing * Math.Sqrt(1 - (kept * kept)) * _chance.Normal());
        return _kind.RequestRate * Math.Exp(_swing);
    }

    /// <summary>For how much of the time it was in a burst; bursts begin and end at any moment.</summary>
    private double BusySeconds(double seconds)
    {
        if (_kind.BurstLength <= 0)
        {
            return seconds;
        }

        var busy = 0.0;
        while (seconds > 0)
        {
            var lasts = -Math.Log(1 - _chance.Fraction()) * (_isBusy ? _kind.BurstLength : _kind.BurstPause);
            var spent = Math.Min(lasts, seconds);
            busy += _isBusy ? spent : 0;
            // Exponential lengths have no memory: a burst that goes on into the next interval is drawn anew there.
            _isBusy ^= lasts <= seconds;
            seconds -= spent;
        }

        return busy;
    }
}
