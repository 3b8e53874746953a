using System.Globalization;

namespace LaunchStack.Metrics.Benchmarks.Output;

/// <summary>Numbers for people: three digits that count.</summary>
internal static class Number
{
    public static string Of(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };

    /// <summary>A figure that this machine or this server may not have.</summary>
    public static string Of(double? value) => value is { } known ? Of(known) : "?";

    public static string Ratio(double value) => $"{Of(value)} ×";

    public static string Share(double value) => (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
