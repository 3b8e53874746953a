namespace LaunchStack.Metrics.Models;

/// <summary>How fine the points of a range are.</summary>
[GenerateSerializer, Alias("launchstack.Resolution")]
public enum Resolution
{
    /// <summary>The finest that has no more points than wanted.</summary>
    Auto = 0,

    /// <summary>Each sample; while raw rows are kept.</summary>
    Raw = 1,

    /// <summary>Buckets of 1, 2, 5, 10, 15, 20 or 30 minutes, computed from raw rows; while those are kept.</summary>
    Minute = 2,

    /// <summary>Hours.</summary>
    Hour = 3,

    /// <summary>Days (UTC).</summary>
    Day = 4,
}
