namespace LaunchStack.Metrics.Storage;

/// <summary>What one check of a store's database found.</summary>
/// <param name="Check">The check's name, as <c>docs/doctor.md</c> lists it.</param>
/// <param name="Status">How bad it is.</param>
/// <param name="Message">What it means, in one line without secrets.</param>
/// <param name="Remedy">The command or setting that mends it; null where there is nothing to mend.</param>
public sealed record Finding(string Check, FindingStatus Status, string Message, string? Remedy);
