using System.Globalization;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>Bytes for people: units of 1024, one decimal.</summary>
internal static class HumanBytes
{
    private const decimal Step = 1024;
    private static readonly string[] Units = ["KB", "MB", "GB", "TB", "PB", "EB", "ZB"];

    public static string Format(decimal bytes)
    {
        if (bytes < Step)
        {
            return bytes.ToString("0 B", CultureInfo.InvariantCulture);
        }

        var unit = 0;
        var value = bytes / Step;

        // 1023.96 KB would be shown as 1024.0 KB.
        while (Math.Round(value, 1) >= Step && unit < Units.Length - 1)
        {
            value /= Step;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }
}
