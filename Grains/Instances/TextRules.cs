using System.Buffers;
using System.Text;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>The rules for texts that end in the database.</summary>
internal static class TextRules
{
    /// <summary>Whether a text has no half of a surrogate pair. No database can store one, and no attempt to encode it ends otherwise.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
