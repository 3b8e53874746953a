using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>What <see cref="InstanceSettingsGrain"/> keeps.</summary>
[GenerateSerializer, Alias("launchstack.InstanceSettingsState")]
internal sealed class InstanceSettingsState
{
    [Id(0)]
    public Dictionary<string, string> Labels { get; set; } = [];

    [Id(1)]
    public TimeSpan? FlushInterval { get; set; }

    public InstanceSettings ToSettings() => new() { Labels = new Dictionary<string, string>(Labels), FlushInterval = FlushInterval };
}
