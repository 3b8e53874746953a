using LaunchStack.Metrics.Formatting;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Bytes, and bytes in a second, in units of 1024.</summary>
internal static class Rates
{
    public static string Bytes(double value) => HumanBytes.Format((decimal)Math.Round(value));

    /// <summary>A rate; a hyphen where it is not known.</summary>
    public static string Format(double? perSecond) => perSecond is { } value ? $"{Bytes(value)}/s" : "-";
}
