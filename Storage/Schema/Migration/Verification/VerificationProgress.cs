namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>How far a verification has come.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="Day">The day (UTC) that is being read; null where it is not about one.</param>
/// <param name="Done">Rows of the source that were read in this step.</param>
/// <param name="Total">How many there are to read in it; 0 where that is not known.</param>
/// <param name="Differences">Differences so far.</param>
public readonly record struct VerificationProgress(VerificationStep Step, DateOnly? Day, long Done, long Total, long Differences);
