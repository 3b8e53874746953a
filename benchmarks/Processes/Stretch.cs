namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>What happened in a stretch of time.</summary>
/// <param name="Rows">Rows that became durable.</param>
/// <param name="Seconds">How long it was.</param>
/// <param name="Cpu">Seconds of CPU that it took.</param>
internal sealed record Stretch(long Rows, double Seconds, CpuTimes Cpu)
{
    public double PerSecond => Rows / Seconds;

    public CpuTimes CpuPerMillion => Cpu.PerMillion(Rows);
}
