namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>What the silo has done with samples since it started.</summary>
public interface ISampleTotals
{
    /// <summary>Samples taken into memory.</summary>
    long Accepted { get; }

    /// <summary>Of these, samples found committed, by this silo or before.</summary>
    long Durable { get; }

    /// <summary>Of these, samples that are lost: each is in the log.</summary>
    long Dropped { get; }

    /// <summary>Of these, samples that the database refused and that are among its dead letters.</summary>
    long DeadLettered { get; }
}
