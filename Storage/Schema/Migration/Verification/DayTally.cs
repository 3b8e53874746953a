namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What is known of a day so far.</summary>
internal sealed class DayTally
{
    public long Instances { get; set; }

    public long UnequalInstances { get; set; }

    public long OnlyInTarget { get; set; }

    public long Expired { get; set; }

    public UsageMeasures Source { get; set; }

    public UsageMeasures Target { get; set; }

    public VerifiedDay ToDay(DateOnly day) => new(day, Instances, UnequalInstances, Source, Target, OnlyInTarget, Expired);
}
