using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>What came of a load run.</summary>
/// <param name="Instances">How many instances pushed.</param>
/// <param name="Planned">Samples that the run was to push.</param>
/// <param name="Pushed">Samples that were sent; fewer than planned where the service was too slow, or the run was stopped.</param>
/// <param name="Accepted">Samples that were taken.</param>
/// <param name="Duplicates">Samples that the service had already.</param>
/// <param name="Rejected">Samples that broke a rule.</param>
/// <param name="Errors">Samples whose push failed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="SamplesPerSecond">Accepted samples per second.</param>
/// <param name="P50Ms">Half of the pushes took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 pushes took no longer, in milliseconds.</param>
/// <param name="FirstError">What the first failed push said; null where none failed.</param>
internal sealed record LoadSummary(
    int Instances,
    long Planned,
    long Pushed,
    long Accepted,
    long Duplicates,
    long Rejected,
    long Errors,
    double Seconds,
    double SamplesPerSecond,
    double P50Ms,
    double P99Ms,
    string? FirstError)
{
    /// <summary>Whether everything planned was accepted.</summary>
    [JsonIgnore]
    public bool IsComplete => Accepted == Planned;
}
