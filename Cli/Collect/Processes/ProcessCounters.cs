namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>What one process said at one moment.</summary>
/// <param name="Id">Its id, which another one may have had before.</param>
/// <param name="Start">When it started, in a unit of the table that it is from; 0 where the system does not tell it reliably.</param>
/// <param name="Program">What it runs.</param>
/// <param name="ReadAt">When, as a <see cref="TimeProvider"/>'s timestamp.</param>
/// <param name="CpuNanoseconds">CPU time of all its threads since it started.</param>
/// <param name="Memory">Resident bytes, those shared with others included.</param>
internal sealed record ProcessCounters(int Id, long Start, ProgramKey Program, long ReadAt, ulong CpuNanoseconds, ulong Memory);
