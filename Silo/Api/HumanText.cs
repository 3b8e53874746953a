using System.Globalization;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Numbers for people, as LaunchStack's front end shows them.</summary>
internal static class HumanText
{
    public static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0}%");
}
