using LaunchStack.Metrics.Cli.Collect.Processes;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Processes;

// The table of other systems; what .NET tells of this very process is the same everywhere.
public sealed class RuntimeTableTests
{
    private const ulong Hundredth = 10_000_000;

    [Fact]
    public void Table_tells_this_process()
    {
        var snapshot = new RuntimeTable(TimeProvider.System).Read();

        var own = Assert.Single(snapshot.Readable, process => process.Id == Environment.ProcessId);
        Assert.Contains(own.Id, snapshot.Listed);
        Assert.NotEmpty(own.Program.Name);
        Assert.InRange(own.CpuNanoseconds, 1UL, (ulong)Environment.CpuUsage.TotalTime.TotalNanoseconds);
        Assert.InRange(own.Memory, 1UL << 20, 1UL << 40);
    }

    [Fact]
    public void Table_tells_on_linux_what_proc_tells()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("no /proc on this system");
        }

        var before = Own(new RuntimeTable(TimeProvider.System));
        var proc = Own(new ProcTable("/proc", TimeProvider.System));
        var after = Own(new RuntimeTable(TimeProvider.System));

        // /proc counts user and system time in whole hundredths of a second.
        Assert.InRange(proc.CpuNanoseconds + Hundredth + Hundredth, before.CpuNanoseconds, after.CpuNanoseconds + Hundredth + Hundredth);
        Assert.Equal(before.Program.Name, proc.Program.Name);
        Assert.InRange((double)proc.Memory / before.Memory, 0.5, 2);
    }

    private static ProcessCounters Own(IProcessTable table) => Assert.Single(table.Read().Readable, process => process.Id == Environment.ProcessId);
}
