namespace LaunchStack.Metrics.Storage;

/// <summary>A sample that is to become a dead letter.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Reason">Why it cannot be stored.</param>
public readonly record struct RefusedSample(AppendSample Sample, string Reason)
{
    /// <summary>A sample whose outcome was <see cref="AppendOutcome.IdConflict"/>, for which the database has no words.</summary>
    /// <param name="sample">The sample.</param>
    public static RefusedSample OfIdConflict(AppendSample sample) => new(sample, "its timestamp gives an id that another instance's sample has");
}
