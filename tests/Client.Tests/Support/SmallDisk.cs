using System.Diagnostics;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>A disk of a megabyte in place of a directory, where this machine lets the test mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _directory;

    private SmallDisk(string directory) => _directory = directory;

    private string Filler => Path.Combine(_directory, "filler");

    /// <summary>Mounts one at a directory, or skips the test with the reason.</summary>
    public static SmallDisk MountOrSkip(string directory)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "to mount a disk takes Linux and root");
        Directory.CreateDirectory(directory);
        if (Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory) is { Length: > 0 } problem)
        {
            Assert.Skip($"no disk can be mounted: {problem}");
        }

        return new SmallDisk(directory);
    }

    /// <summary>Leaves no page free; what pages in use have left can be written to.</summary>
    public void Fill()
    {
        using var filler = File.OpenHandle(Filler, FileMode.CreateNew, FileAccess.Write);
        var page = new byte[4096];
        try
        {
            for (var offset = 0L; ; offset += page.Length)
            {
                RandomAccess.Write(filler, page, offset);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose() => Run("umount", "--lazy", _directory);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var problem = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{program}: {problem.Trim()}";
    }
}
