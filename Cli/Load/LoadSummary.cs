using System.Text.Json.Serialization;
using LaunchStack.Metrics.Cli.Load.Verification;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>What came of a load run.</summary>
/// <param name="Start">When the first samples were measured.</param>
/// <param name="Sent">Samples that were sent, each counted once.</param>
/// <param name="Accepted">Samples that the service took.</param>
/// <param name="Durable">Samples that the service has told to be committed; where a push waits for acceptance only, dead letters too.</param>
/// <param name="Duplicates">Samples that the service had already.</param>
/// <param name="Rejected">Samples that broke a rule.</param>
/// <param name="Resent">Samples that were sent again, counted each time.</param>
/// <param name="AcceptedPerS">Accepted samples per second, from the first send to the last commit, the warm-up left out.</param>
/// <param name="DurablePerS">Durable samples per second in the same time.</param>
/// <param name="P50Ms">Half of the pushes were answered in this time, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 pushes were answered in this time, in milliseconds.</param>
/// <param name="MaxMs">The longest that an answer took, in milliseconds.</param>
/// <param name="Verified">How the database compares with what was sent; null where that was not asked for.</param>
internal sealed record LoadSummary(
    DateTimeOffset Start,
    long Sent,
    long Accepted,
    long Durable,
    long Duplicates,
    long Rejected,
    long Resent,
    double AcceptedPerS,
    double DurablePerS,
    double P50Ms,
    double P99Ms,
    double MaxMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VerificationResult? Verified = null);
