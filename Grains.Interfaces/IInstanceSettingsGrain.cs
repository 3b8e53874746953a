using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>Keeps one instance's settings across restarts.</summary>
[Alias("launchstack.IInstanceSettingsGrain")]
public interface IInstanceSettingsGrain : IGrainWithGuidKey
{
    /// <summary>The settings; the defaults for an instance that has none.</summary>
    [Alias("get")]
    Task<InstanceSettings> GetAsync();

    /// <summary>Replaces the settings. They hold when this returns.</summary>
    /// <param name="settings">The new settings.</param>
    /// <exception cref="InvalidRequestException">A setting breaks a rule; nothing was changed.</exception>
    [Alias("set")]
    Task SetAsync(InstanceSettings settings);

    /// <summary>Forgets the settings. The defaults hold when this returns.</summary>
    [Alias("clear")]
    Task ClearAsync();
}
