using LaunchStack.Metrics.Cli.Load.Verification;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>What came of a verification alone.</summary>
/// <param name="Start">When the first samples were measured.</param>
/// <param name="Sent">How many samples were sent, as the command line says.</param>
/// <param name="Verified">How the database compares with them.</param>
internal sealed record VerificationSummary(DateTimeOffset Start, long Sent, VerificationResult Verified);
