using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>The rules for an instance's settings.</summary>
internal static class SettingsRules
{
    public static void Check(InstanceSettings settings)
    {
        if (settings.Labels.Count > InstanceSettings.MaxLabels)
        {
            throw new InvalidRequestException("labels", $"must hold at most {InstanceSettings.MaxLabels} labels, not {settings.Labels.Count}");
        }

        foreach (var (name, value) in settings.Labels)
        {
            if (string.IsNullOrWhiteSpace(name) || name.Length > InstanceSettings.MaxLabelNameLength)
            {
                throw new InvalidRequestException("labels", $"must have names of 1 to {InstanceSettings.MaxLabelNameLength} characters");
            }

            if (value is null || value.Length > InstanceSettings.MaxLabelValueLength)
            {
                throw new InvalidRequestException($"labels.{name}", $"must be a text of at most {InstanceSettings.MaxLabelValueLength} characters");
            }
        }

        if (settings.FlushInterval < InstanceSettings.MinFlushInterval || settings.FlushInterval > InstanceSettings.MaxFlushInterval)
        {
            throw new InvalidRequestException(
                "flush_interval_seconds",
                $"must be from {InstanceSettings.MinFlushInterval.TotalSeconds} to {InstanceSettings.MaxFlushInterval.TotalSeconds}, or null");
        }
    }
}
