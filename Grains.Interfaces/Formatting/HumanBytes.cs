using System.Globalization;

namespace LaunchStack.Metrics.Formatting;

/// <summary>Bytes for people: units of 1024, one decimal from KB on. The command and the API show the same.</summary>
public static class HumanBytes
{
    private const decimal Step = 1024;
    private static readonly string[] Units = ["KB", "MB", "GB", "TB", "PB", "EB", "ZB"];

    /// <summary>Writes a number of bytes, such as <c>512 B</c> or <c>1.5 GB</c>.</summary>
    /// <param name="bytes">Bytes, 0 or more; a decimal because a sum of 64-bit numbers may exceed 64 bits.</param>
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
