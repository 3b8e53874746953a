namespace LaunchStack.Metrics.Models;

/// <summary>What a range has for buckets without samples.</summary>
[GenerateSerializer, Alias("launchstack.GapFill")]
public enum GapFill
{
    /// <summary>Nothing: such buckets are left out.</summary>
    None = 0,

    /// <summary>A point without values.</summary>
    Null = 1,

    /// <summary>CPU and memory of the point before, however long ago; a point without values where there is none.</summary>
    Previous = 2,

    /// <summary>CPU and memory on the straight line between the points before and after; a point without values before the first and after the last.</summary>
    Linear = 3,
}
