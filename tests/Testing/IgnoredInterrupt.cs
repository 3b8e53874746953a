using System.Globalization;

namespace LaunchStack.Metrics.Testing;

/// <summary>
/// A shell starts what it puts into the background with Ctrl-C ignored, and every child inherits that: programs under test would not
/// hear the signal that a test sends them.
/// </summary>
internal static class IgnoredInterrupt
{
    private const string Mask = "SigIgn:";
    private const ulong Interrupt = 1UL << 1;

    /// <summary>The command, through <c>env</c> where the signal has to be given its default again.</summary>
    public static (string FileName, IEnumerable<string> Arguments) Undo(string fileName, IEnumerable<string> arguments) =>
        IsInherited() ? ("env", ["--default-signal=INT", fileName, .. arguments]) : (fileName, arguments);

    private static bool IsInherited()
    {
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(Mask, StringComparison.Ordinal)) : null;
        return line is not null
            && (ulong.Parse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }
}
