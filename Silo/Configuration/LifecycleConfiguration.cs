using System.Globalization;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>
/// The options under <c>Metrics:</c> that the database keeps. They are apart from the others because not being set means something: the
/// database's value stays.
/// </summary>
internal static class LifecycleConfiguration
{
    public static IReadOnlyDictionary<LifecycleValue, TimeSpan> Read(IConfiguration configuration) => LifecycleValue.All
        .Where(value => !string.IsNullOrEmpty(configuration[Key(value)]))
        .ToDictionary(value => value, value => Parse(value, configuration[Key(value)]!));

    /// <summary>The configuration without these options, for what refuses options that it does not know.</summary>
    public static IConfiguration Without(IConfiguration configuration)
    {
        var keys = LifecycleValue.All.Select(Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.GetSection(MetricsOptions.Section).AsEnumerable().Where(item => !keys.Contains(item.Key)))
            .Build();
    }

    private static string Key(LifecycleValue value) => $"{MetricsOptions.Section}:{value.Option}";

    private static TimeSpan Parse(LifecycleValue value, string text)
    {
        if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
        {
            throw new ConfigurationException($"{Key(value)} is '{text}': must be a time span such as 30.00:00:00 (days.hours:minutes:seconds)");
        }

        return span >= value.Least && span <= value.Most
            ? span
            : throw new ConfigurationException($"{Key(value)} is {span:c}: must be from {value.Least:c} to {value.Most:c}");
    }
}
