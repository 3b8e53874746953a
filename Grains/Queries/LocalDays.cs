namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The days of a time zone: 23, 24 or 25 hours long, and sometimes half an hour more or less.</summary>
/// <param name="zone">The zone.</param>
internal sealed class LocalDays(TimeZoneInfo zone)
{
    /// <summary>Every day of every zone begins at a multiple of this.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    // Of summer time; where a zone's own offset changes by more, that is at its midnight.
    private static readonly TimeSpan LongestShift = TimeSpan.FromHours(3);

    private static readonly TimeSpan LargestOffset = TimeSpan.FromHours(15);

    /// <summary>A zone by its name in the IANA database, such as Europe/Berlin.</summary>
    public static LocalDays Of(string name) => IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        ? new LocalDays(zone)
        : throw new InvalidRequestException("tz", "must be the name of a time zone in the IANA database, such as Europe/Berlin");

    /// <summary>The start of the day that a moment lies in.</summary>
    public DateTimeOffset Start(DateTimeOffset moment) => StartOf(DateOf(moment));

    /// <summary>The start of the day after the one that starts then.</summary>
    public DateTimeOffset Next(DateTimeOffset start)
    {
        // A zone that crosses the date line leaves a date out.
        var date = DateOf(start);
        DateTimeOffset next;
        do
        {
            date = date.AddDays(1);
            next = StartOf(date);
        }
        while (next <= start);

        return next;
    }

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

    private DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(zone.GetUtcOffset(moment)).DateTime);

    /// <summary>
    /// The first moment of a date, or of the next one that there is: midnight but for where summer time begins then, and the first of two midnights where it ends then.
    /// Found in UTC alone: what .NET says of a local time is wrong where a zone's own offset changes.
    /// </summary>
    private DateTimeOffset StartOf(DateOnly date)
    {
        var midnight = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var offset = zone.GetUtcOffset(midnight);
        var usual = midnight - offset;
        if (((DateTimeOffset[])[usual - LongestShift, usual, usual + LongestShift]).All(moment => zone.GetUtcOffset(moment) == offset))
        {
            return usual;
        }

        var before = midnight - LargestOffset;
        while (DateOf(before + Step) < date)
        {
            before += Step;
        }

        // Offsets of old are off the quarter of an hour.
        var after = before + Step;
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before + TimeSpan.FromSeconds(Math.Floor((after - before).TotalSeconds / 2));
            (before, after) = DateOf(middle) < date ? (middle, after) : (before, middle);
        }

        return after;
    }
}
