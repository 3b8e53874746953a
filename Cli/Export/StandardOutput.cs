using System.CommandLine;
using Microsoft.Win32.SafeHandles;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary>Standard output for many lines.</summary>
internal static class StandardOutput
{
    private const int Handle = 1;
    private const int BufferSize = 32 * 1024;

    /// <summary>A writer that gathers lines before it writes them.</summary>
    public static TextWriter Open(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (!ReferenceEquals(output, Console.Out))
        {
            return output;
        }

        return new StreamWriter(OpenStream(), bufferSize: BufferSize);
    }

    // The console's own stream takes a reader that has gone for one that reads everything: an export into `head` would go on to its end.
    // In a file it is the right one: another stream would have a position of its own there.
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
