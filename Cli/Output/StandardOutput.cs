using Microsoft.Win32.SafeHandles;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>Standard output that ends a command whose reader has gone: the console's own takes such a reader for one that reads everything.</summary>
internal static class StandardOutput
{
    private const int Handle = 1;
    private const int BufferSize = 32 * 1024;

    /// <summary>A writer whose lines are seen at once.</summary>
    public static TextWriter Open() => Console.IsOutputRedirected ? new StreamWriter(OpenStream()) { AutoFlush = true } : Console.Out;

    /// <summary>A writer for many lines, which gathers them where nobody waits for each.</summary>
    public static TextWriter Gather(TextWriter output) =>
        output is StreamWriter redirected ? new StreamWriter(redirected.BaseStream, bufferSize: BufferSize) : output;

    // In a file the console's stream is the right one: another would have a position of its own there.
    private static Stream OpenStream()
    {
        if (!OperatingSystem.IsWindows())
        {
            var stream = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }
}
