using System.Globalization;

namespace LaunchStack.Metrics.Grains.Configuration;

/// <summary>Says in one line which option has which value and which rule it breaks; empty when it breaks none.</summary>
public static class OptionRule
{
    /// <summary>A value within two bounds, both allowed.</summary>
    /// <typeparam name="T">The option's type.</typeparam>
    /// <param name="option">The option's name below <c>Metrics:</c>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="least">The least allowed value.</param>
    /// <param name="most">The largest allowed value.</param>
    public static string Range<T>(string option, T value, T least, T most)
        where T : IComparable<T>, IFormattable =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{MetricsOptions.Section}:{option} is {value}: must be from {least} to {most}");
}
