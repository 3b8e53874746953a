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

    /// <summary>Zero, or a power of two within two bounds, both allowed.</summary>
    /// <param name="option">The option's name below <c>Metrics:</c>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="least">The least allowed value but zero.</param>
    /// <param name="most">The largest allowed value.</param>
    public static string PowerOfTwo(string option, double value, double least, double most) =>
        value == 0 || (value >= least && value <= most && double.IsInteger(Math.Log2(value)))
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{MetricsOptions.Section}:{option} is {value}: must be 0 or a power of two from {least} to {most}");
}
