using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Json;

/// <summary>
/// A <see cref="SampleCursor"/> as text, the same over HTTP and in the command: an RFC 3339 time, then, where the cursor has
/// an id, <c>~</c> and the id. A time typed by hand is a cursor too.
/// </summary>
public static class SampleCursorText
{
    private const char Separator = '~';

    /// <summary>The rule, to be read after the name of the field that breaks it.</summary>
    public const string Rule = "must be an RFC 3339 time with an offset, or a cursor that an earlier answer gave as next";

    /// <summary>Reads a cursor.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The cursor.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out SampleCursor cursor)
    {
        cursor = default;
        var id = Guid.Empty;
        var separator = text.IndexOf(Separator);
        if (separator >= 0)
        {
            if (!Guid.TryParseExact(text[(separator + 1)..], "D", out id))
            {
                return false;
            }

            text = text[..separator];
        }

        if (!Rfc3339.TryParse(text, out var timestamp))
        {
            return false;
        }

        cursor = new SampleCursor(timestamp, id);
        return true;
    }

    /// <summary>Writes a cursor.</summary>
    /// <param name="cursor">The cursor.</param>
    public static string Format(SampleCursor cursor)
    {
        var timestamp = Rfc3339.Format(cursor.Timestamp);
        return cursor.Id == Guid.Empty ? timestamp : $"{timestamp}{Separator}{cursor.Id:D}";
    }
}
