using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>
/// A file that this process has open, and whose disk gives input/output errors until this is disposed: its descriptor leads to memory that there
/// is not.
/// </summary>
internal sealed class UnreadableFile : IDisposable
{
    private readonly int _descriptor;
    private readonly SafeFileHandle _file;
    private readonly string? _broken;

    private UnreadableFile(int descriptor)
    {
        _descriptor = descriptor;
        _file = new SafeFileHandle(Duplicate(descriptor), ownsHandle: true);
        using var memory = File.OpenHandle("/proc/self/mem");
        Assert.Equal(descriptor, Replace((int)memory.DangerousGetHandle(), descriptor));
        _broken = OpenFiles.TargetOf(descriptor);
    }

    /// <summary>Breaks the file at a path, or skips the test.</summary>
    public static UnreadableFile OfOrSkip(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptors are exchanged as Linux does it");
        return new UnreadableFile(Assert.Single(OpenFiles.At(path)));
    }

    public void Dispose()
    {
        // Its number may be another file's by now.
        if (OpenFiles.TargetOf(_descriptor) == _broken)
        {
            Assert.Equal(_descriptor, Replace((int)_file.DangerousGetHandle(), _descriptor));
        }

        _file.Dispose();
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Replace(int by, int descriptor);
}
