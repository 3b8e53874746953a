using System.Globalization;
using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Cli.Collect.Processes;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Processes;

/// <summary>A folder that looks like <c>/proc</c>, and the clock that goes with it.</summary>
internal sealed class FakeProc : IDisposable
{
    public const string MachineId = "8f9c5d0f6d3f4f0b9e3d2a1b0c9d8e7f";
    public const long Memory = 8L << 30;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("launchstack-proc-");

    public FakeProc() => Directory.CreateDirectory(At("sys"));

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero));

    public ProcTable Table => new(_root.FullName, Time);

    public ProcessReader Open(int count = 10) => new(Table, MachineId, Memory, count, Time);

    public string At(string path) => Path.Combine(_root.FullName, path);

    /// <summary>Starts a process, or lets it go on; its CPU time is in hundredths of a second, a fifth of it in the kernel.</summary>
    public void Runs(int id, string name, int ticks, int start = 100, int user = 1000, int kibibytes = 2048, string? commandLine = null)
    {
        Directory.CreateDirectory(At($"{id}"));
        File.WriteAllText(At($"{id}/status"), $"Name:\t{name}\nUmask:\t0022\nUid:\t{user + 1}\t{user}\t{user}\t{user}\nVmHWM:\t    9999 kB\nVmRSS:\t{kibibytes,8} kB\n");
        WriteStat(id, name, ticks, start);
        File.WriteAllText(At($"{id}/cmdline"), commandLine ?? name);
    }

    /// <summary>A thread of the kernel, or what has ended and was not waited for.</summary>
    public void HasNoMemory(int id, string name)
    {
        Runs(id, name, 1_000);
        File.WriteAllText(At($"{id}/status"), $"Name:\t{name}\nUid:\t0\t0\t0\t0\n");
    }

    public void Ends(int id) => Directory.Delete(At($"{id}"), recursive: true);

    /// <summary>A process that is listed and cannot be read.</summary>
    public void IsUnreadable(int id)
    {
        Directory.CreateDirectory(At($"{id}"));
        File.Delete(At($"{id}/stat"));
        File.Delete(At($"{id}/status"));
    }

    public Task<IReadOnlyList<ContainerReading>> ReadAsync(ProcessReader reader) => reader.ReadAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _root.Delete(recursive: true);

    private void WriteStat(int id, string name, int ticks, int start)
    {
        var system = ticks / 5;
        File.WriteAllText(
            At($"{id}/stat"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{id} ({name}) S 1 {id} {id} 0 -1 4194304 100 7 0 0 {ticks - system} {system} 90000 90000 20 0 3 0 {start} 5662544 3133440 18446744073709551615\n"));
    }
}
