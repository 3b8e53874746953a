using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Models;

/// <summary>What became of a push. Accepted, duplicate and rejected samples add up to the samples sent.</summary>
/// <param name="Accepted">Samples taken, counted once each; with <see cref="Acknowledgement.Durable"/> all of them are committed.</param>
/// <param name="Durable">How many of the accepted samples were committed when this receipt was written.</param>
/// <param name="Duplicates">Samples whose instance and timestamp the service already had; the first one stays.</param>
/// <param name="Rejected">Samples that were refused, each with its reason.</param>
[GenerateSerializer, Immutable, Alias("launchstack.PushReceipt")]
public sealed record PushReceipt(
    [property: Id(0)] int Accepted,
    [property: Id(1)] int Durable,
    [property: Id(2)] int Duplicates,
    [property: Id(3)] IReadOnlyList<RejectedSample> Rejected)
{
    /// <summary>
    /// How far the instance is durable, and the position up to which this push was accepted; null where nothing of the push was valid.
    /// For clients that keep samples until they are durable; not part of the HTTP API's answers.
    /// </summary>
    [Id(4), JsonIgnore]
    public Durability? Durability { get; init; }
}
