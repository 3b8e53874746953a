namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The days of a time zone: 23, 24 or 25 hours long, and sometimes half an hour more or less.</summary>
/// <param name="zone">The zone.</param>
internal sealed class LocalDays(TimeZoneInfo zone)
{
    /// <summary>Every day of every zone begins at a multiple of this.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <summary>A zone by its name in the IANA database, such as Europe/Berlin.</summary>
    public static LocalDays Of(string name) => IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        ? new LocalDays(zone)
        : throw new InvalidRequestException("tz", "must be the name of a time zone in the IANA database, such as Europe/Berlin");

    /// <summary>The start of the day that a moment lies in.</summary>
    public DateTimeOffset Start(DateTimeOffset moment) => StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime));

    /// <summary>The start of the day after the one that starts then.</summary>
    public DateTimeOffset Next(DateTimeOffset start) => StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime).AddDays(1));

    /// <summary>The starts of the days from the one that a moment lies in to the last one that starts before another, and of the one after that.</summary>
    public IReadOnlyList<DateTimeOffset> Borders(DateTimeOffset from, DateTimeOffset to)
    {
        var borders = new List<DateTimeOffset> { Start(from) };
        do
        {
            borders.Add(Next(borders[^1]));
        }
        while (borders[^1] < to);

        return borders;
    }

    // Zones are files, and a name must not lead to another one.
    private static bool IsName(string name) => name.Length is > 0 and <= 64
        && char.IsAsciiLetter(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '+' or '-' or '/');

    private DateTimeOffset StartOf(DateOnly day)
    {
        // Where summer time begins at midnight, the day begins with the first moment that there is.
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local += Step;
        }

        // Where it ends at midnight, that comes twice, and the day begins with the first one.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
