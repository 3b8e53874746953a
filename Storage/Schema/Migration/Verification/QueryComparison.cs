namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A query of the migration guide, run for one instance on both sides.</summary>
/// <param name="Name">The query's name.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Outcome">Whether the results are the same.</param>
/// <param name="SourceMilliseconds">How long it took on the source.</param>
/// <param name="TargetMilliseconds">How long it took on the target.</param>
/// <param name="Columns">The columns of the results; the first says which row it is.</param>
/// <param name="SourceRows">The source's result, repaired.</param>
/// <param name="TargetRows">The target's result.</param>
/// <param name="Note">What there is to say about the outcome; null: nothing.</param>
public sealed record QueryComparison(
    string Name,
    Guid InstanceId,
    QueryOutcome Outcome,
    double SourceMilliseconds,
    double TargetMilliseconds,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> SourceRows,
    IReadOnlyList<IReadOnlyList<string>> TargetRows,
    string? Note);
