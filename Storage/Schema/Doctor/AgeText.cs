using System.Globalization;

namespace LaunchStack.Metrics.Storage.Schema.Doctor;

/// <summary>Spans of time for people, in the largest unit that fits.</summary>
internal static class AgeText
{
    private static readonly (TimeSpan Least, TimeSpan Unit, string Name)[] Units =
    [
        (TimeSpan.FromDays(2), TimeSpan.FromDays(1), "days"),
        (TimeSpan.FromHours(2), TimeSpan.FromHours(1), "hours"),
        (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1), "min"),
        (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), "s"),
    ];

    public static string Of(TimeSpan age)
    {
        var unit = Array.FindIndex(Units, each => age >= each.Least);
        return unit < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMilliseconds:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{age / Units[unit].Unit:0.#} {Units[unit].Name}");
    }
}
