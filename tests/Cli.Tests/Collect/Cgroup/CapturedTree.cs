using System.Globalization;
using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Cli.Collect.Cgroup;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;

/// <summary>A captured host, unpacked into a folder: <c>sys/fs/cgroup</c> and what is used of <c>proc</c>.</summary>
internal sealed class CapturedTree : IDisposable
{
    public const string MachineId = "8f9c5d0f6d3f4f0b9e3d2a1b0c9d8e7f";
    public const string Boot = "5dd6b6eb";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("launchstack-cgroup-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero));
    private readonly string _payload;

    public CapturedTree(string payload)
    {
        _payload = Payload.Folder(payload, "cgroup");
        Write("etc/machine-id", MachineId);
        Write("proc/sys/kernel/random/boot_id", $"{Boot}-47a7-419a-a54c-a9b77746855f");
        Unpack("first.txt");
        foreach (var link in File.ReadLines(Path.Combine(_payload, "links.txt")))
        {
            var (path, target) = (link.Split(" -> ")[0], link.Split(" -> ")[1]);
            Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
            File.CreateSymbolicLink(At(path), target);
        }
    }

    public string CgroupRoot => At("sys/fs/cgroup");

    public DateTimeOffset Now => _time.GetUtcNow();

    public string At(string path) => Path.Combine(_home.FullName, path);

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content + "\n");
    }

    public CgroupReader Open() =>
        new(CgroupRoot, CgroupLayout.Detect(CgroupRoot)!, new HostFiles(At("proc"), At("etc/machine-id")), _time);

    /// <summary>Reads the first capture and then the second one, as far apart as they were taken.</summary>
    public async Task<IReadOnlyList<ContainerReading>> ReadTwiceAsync()
    {
        using var reader = Open();
        Assert.Empty(await reader.ReadAsync(TestContext.Current.CancellationToken));
        var before = Uptime();
        Unpack("second.txt");
        _time.Advance(TimeSpan.FromSeconds((double)(Uptime() - before)));
        return await reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private decimal Uptime() => decimal.Parse(File.ReadAllText(At("proc/uptime")).Split(' ')[0], CultureInfo.InvariantCulture);

    // What "head" prints for many files.
    private void Unpack(string capture)
    {
        foreach (var section in File.ReadAllText(Path.Combine(_payload, capture)).Split("==> ", StringSplitOptions.RemoveEmptyEntries))
        {
            var head = section.IndexOf(" <==\n", StringComparison.Ordinal);
            Write(section[..head], section[(head + " <==\n".Length)..].TrimEnd('\n'));
        }
    }
}
