namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>
/// Tells what programs used between two readings of their processes, if they ran at both: a command of a moment makes no
/// instance. A process that started in between counts with all its CPU time, because a program of short-lived processes would
/// seem idle otherwise; one that ended in between counts no more.
/// </summary>
/// <param name="before">The earlier reading.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgramUsages(ProcessSnapshot before, TimeProvider time)
{
    private readonly Dictionary<int, ProcessCounters> _before = before.Readable.ToDictionary(process => process.Id);
    private readonly HashSet<ProgramKey> _programsBefore = [.. before.Readable.Select(process => process.Program)];
    private readonly long _youngest = before.Readable.Count == 0 ? 0 : before.Readable.Max(process => process.Start);

    /// <summary>The programs of both readings, in no order.</summary>
    public IEnumerable<ProgramUsage> Until(ProcessSnapshot after) => after.Readable
        .Where(process => _programsBefore.Contains(process.Program))
        .Select(process => (process.Program, process.Memory, Cpu: CpuOf(process)))
        .GroupBy(process => process.Program)
        .Select(program => new ProgramUsage(
            program.Key,
            program.Sum(process => process.Cpu),
            program.Aggregate(0UL, (sum, process) => sum + process.Memory)));

    private double CpuOf(ProcessCounters process)
    {
        var known = _before.GetValueOrDefault(process.Id);
        if (known is not null && known.Start == process.Start)
        {
            return Counters.Cpu(known.CpuNanoseconds, process.CpuNanoseconds, time.GetElapsedTime(known.ReadAt, process.ReadAt));
        }

        // What was there before and could not be read then has CPU time of long ago.
        var isNew = (known is not null || !before.Listed.Contains(process.Id)) && process.Start >= _youngest;
        return isNew ? Counters.Cpu(0, process.CpuNanoseconds, time.GetElapsedTime(before.ListedAt, process.ReadAt)) : 0;
    }
}
