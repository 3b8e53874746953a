using System.Globalization;
using System.Text.Json;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Reads what comes in paths and queries; a wrong value is answered with its field and its rule.</summary>
internal static class Parameters
{
    public const string From = "from";
    public const string To = "to";

    public static Guid InstanceId(string text, string field = "instance_id") => Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty
        ? id
        : throw new InvalidRequestException(field, "must be a GUID other than the empty one");

    public static int Limit(string? text, int standard, int most) => Count("limit", text, standard, most);

    /// <summary>A number of things, at least one where nothing else is said.</summary>
    public static int Count(string field, string? text, int standard, int most, int least = 1) => text is null
        ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw new InvalidRequestException(field, $"must be a whole number from {least} to {most}");

    /// <summary>One of an enumeration's names in snake_case; its first one where nothing is said.</summary>
    public static TEnum OneOf<TEnum>(string field, string? text)
        where TEnum : struct, Enum
    {
        var names = NamesOf<TEnum>().ToList();
        return text is null ? default
            : names.IndexOf(text) is >= 0 and var place ? Enum.GetValues<TEnum>()[place]
            : throw new InvalidRequestException(field, $"must be {string.Join(", ", names[..^1])} or {names[^1]}");
    }

    /// <summary>An enumeration's names.</summary>
    public static IEnumerable<string> NamesOf<TEnum>()
        where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(NameOf);

    /// <summary>The name of one of an enumeration's values.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Yes or no; no where nothing is said.</summary>
    public static bool Flag(string field, string? text) => text switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw new InvalidRequestException(field, "must be true or false"),
    };

    /// <summary>Refuses a parameter that means nothing beside another one.</summary>
    public static void Without(string field, string? text, string other)
    {
        if (text is not null)
        {
            throw new InvalidRequestException(field, $"must not be given with {other}");
        }
    }

    public static DateTimeOffset? Time(string field, string? text) => text is null
        ? null
        : !Rfc3339.TryParse(text, out var moment)
            ? throw new InvalidRequestException(field, Rfc3339.Rule)
            : moment >= DateTimeOffset.UnixEpoch ? moment : throw new InvalidRequestException(field, "must not be before 1970");

    /// <summary>A range of time that ends now and has the standard length where nothing else is said, as far as there is so much time.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Range(string? from, string? to, TimeSpan standard, TimeProvider time)
    {
        var end = Time(To, to) ?? time.GetUtcNow();
        if (Time(From, from) is { } start)
        {
            return (start, end);
        }

        var most = end - DateTimeOffset.UnixEpoch;
        return most > TimeSpan.Zero
            ? (end - (standard < most ? standard : most), end)
            : throw new InvalidRequestException(To, "must be after the beginning of 1970");
    }

    public static SampleCursor? Before(string? text) => Cursor("before", text);

    public static SampleCursor? Cursor(string field, string? text) => text is null
        ? null
        : SampleCursorText.TryParse(text, out var cursor) ? cursor : throw new InvalidRequestException(field, SampleCursorText.Rule);

    public static Guid? After(string? text) => text is null
        ? null
        : Guid.TryParseExact(text, "D", out var id)
            ? id
            : throw new InvalidRequestException("cursor", "must be what an earlier answer gave as next");

    public static Acknowledgement Ack(string? text) => OneOf<Acknowledgement>("ack", text);
}
