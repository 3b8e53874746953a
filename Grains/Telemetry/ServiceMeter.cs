namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>The meter and the source of spans that are the service's own; docs/telemetry.md lists what they have.</summary>
public static class ServiceMeter
{
    /// <summary>Its name.</summary>
    public const string Name = "LaunchStack.Metrics";

    /// <summary>The instrument that has more values of its tags than the others.</summary>
    public const string QueryDuration = "launchstack.query.duration";
}
