using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>How the rows in a database compare with what was sent.</summary>
/// <param name="Rows">Rows of the run's instances in its time.</param>
/// <param name="Missing">Samples that were sent and have no row.</param>
/// <param name="Unexpected">Rows that were not sent.</param>
/// <param name="Differing">Rows with another value than was sent, or another id than its instance and timestamp make.</param>
/// <param name="Doubled">Rows of a sample that has a row already.</param>
/// <param name="WrongSums">Instances whose bytes add up to something else than their counters grew by.</param>
/// <param name="Examples">The first of each kind.</param>
internal sealed record VerificationResult(
    long Rows, long Missing, long Unexpected, long Differing, long Doubled, long WrongSums, IReadOnlyList<string> Examples)
{
    /// <summary>Whether every row is as it was sent, and every sample has its row.</summary>
    [JsonIgnore]
    public bool IsRight => Missing + Unexpected + Differing + Doubled + WrongSums == 0;
}
