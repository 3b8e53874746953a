using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>An instance's settings as JSON.</summary>
/// <param name="Labels">Free names and values. Default: none.</param>
/// <param name="FlushIntervalSeconds">How long samples may wait in memory, in seconds; null: the service's default.</param>
internal sealed record SettingsBody(IReadOnlyDictionary<string, string>? Labels, double? FlushIntervalSeconds)
{
    public static SettingsBody From(InstanceSettings settings) => new(settings.Labels, settings.FlushInterval?.TotalSeconds);

    public InstanceSettings ToSettings() => new()
    {
        Labels = Labels ?? new Dictionary<string, string>(),
        FlushInterval = FlushIntervalSeconds is { } seconds ? ToTimeSpan(seconds) : null,
    };

    // Out of TimeSpan's own range means out of the rule's range: let the rule answer.
    private static TimeSpan ToTimeSpan(double seconds) =>
        Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
}
