using System.Globalization;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Numbers for people, as LaunchStack's front end shows them.</summary>
internal static class HumanText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    public static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0}%");

    /// <summary>Bytes in steps of 1024, with one decimal from KB on.</summary>
    public static string Bytes(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }
}
