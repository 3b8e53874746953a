namespace LaunchStack.Metrics.Storage;

/// <summary>What an examination of a store's database found.</summary>
/// <param name="Database">Where it is, without secrets.</param>
/// <param name="Tier">The tier of the schema; null where there is none yet, or where it could not be reached.</param>
/// <param name="ExaminedAt">When, by this process's clock.</param>
/// <param name="Findings">All findings, in the order of the checks; at least one.</param>
public sealed record DoctorReport(string Database, Tier? Tier, DateTimeOffset ExaminedAt, IReadOnlyList<Finding> Findings)
{
    /// <summary>The worst of the findings.</summary>
    public FindingStatus Status => Findings.Max(finding => finding.Status);
}
