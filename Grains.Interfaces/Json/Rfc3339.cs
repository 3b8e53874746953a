using System.Globalization;

namespace LaunchStack.Metrics.Json;

/// <summary>Reads and writes times as RFC 3339 wants them: a date, <c>T</c>, a time and an offset, none of them optional.</summary>
public static class Rfc3339
{
    private const int MaxFractionDigits = 9;

    /// <summary>The rule, to be read after the name of the field that breaks it.</summary>
    public const string Rule = "must be an RFC 3339 time with an offset, such as 2026-01-31T13:45:00.123456Z";

    /// <summary>Reads a time; digits beyond 100 ns are cut off.</summary>
    /// <param name="text">The text.</param>
    /// <param name="moment">The time, in UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset moment)
    {
        moment = default;
        if (text.Length < "2026-01-31T13:45:00Z".Length || text[10] is not ('T' or 't'))
        {
            return false;
        }

        Span<char> buffer = stackalloc char["2026-01-31T13:45:00.1234567+00:00".Length];
        text[..19].CopyTo(buffer);
        buffer[10] = 'T';
        var rest = text[19..];
        var length = 19;
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > MaxFractionDigits)
            {
                return false;
            }

            var kept = Math.Min(digits, 7);
            rest[..(1 + kept)].CopyTo(buffer[length..]);
            length += 1 + kept;
            rest = rest[(1 + digits)..];
        }

        if (rest is "Z" or "z")
        {
            rest = "+00:00";
        }

        if (rest.Length != 6 || rest[0] is not ('+' or '-'))
        {
            return false;
        }

        rest.CopyTo(buffer[length..]);
        length += rest.Length;
        if (!DateTimeOffset.TryParseExact(buffer[..length], "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out moment))
        {
            return false;
        }

        moment = moment.ToUniversalTime();
        return true;
    }

    /// <summary>Writes a time in UTC, with microseconds where there are any.</summary>
    /// <param name="moment">The time.</param>
    public static string Format(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
