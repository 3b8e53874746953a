using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>Rows and CPU from the end of the warm-up on.</summary>
/// <param name="cpu">Who has used how much CPU.</param>
internal sealed class RateMeter(Func<CpuTimes> cpu)
{
    // Of less no rate can be made that would come out alike again.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly (long At, long Rows, CpuTimes Cpu) _start = (Stopwatch.GetTimestamp(), 0, cpu());
    private (long At, long Rows, CpuTimes Cpu)? _warm;
    private (long At, long Rows, CpuTimes Cpu) _last;

    /// <summary>Notes how many rows are committed.</summary>
    public void Observe(long rows)
    {
        _last = (Stopwatch.GetTimestamp(), rows, cpu());
        if (_warm is null && Stopwatch.GetElapsedTime(_start.At) >= Stack.WarmUp)
        {
            _warm = _last;
        }
    }

    /// <summary>What was observed after the warm-up; of a run that is over soon after it, all of it.</summary>
    public Stretch Result()
    {
        var from = _warm is { } warm && Stopwatch.GetElapsedTime(warm.At, _last.At) >= Least ? warm : _start;
        return new Stretch(_last.Rows - from.Rows, Stopwatch.GetElapsedTime(from.At, _last.At).TotalSeconds, _last.Cpu - from.Cpu);
    }
}
