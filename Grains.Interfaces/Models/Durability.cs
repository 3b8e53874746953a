namespace LaunchStack.Metrics.Models;

/// <summary>
/// How far one instance's samples are durable, as the silo sees it that answered. A client that keeps what it pushed may let go of it once
/// the same silo says that its position is reached; another silo's positions say nothing about it.
/// </summary>
/// <param name="Silo">The silo's process; a restarted silo is another one. Positions of different silos cannot be compared.</param>
/// <param name="Accepted">The newest position that this silo has given out: whatever it has accepted of the instance lies at or before it.</param>
/// <param name="Durable">
/// Whatever this silo has accepted of the instance up to this position is committed, or could not be stored for good and is in the log and,
/// where the database refused it, among the dead letters.
/// </param>
[GenerateSerializer, Immutable, Alias("launchstack.Durability")]
public readonly record struct Durability(
    [property: Id(0)] Guid Silo,
    [property: Id(1)] long Accepted,
    [property: Id(2)] long Durable)
{
    /// <summary>Whether what was accepted with an earlier answer of an instance is durable by now.</summary>
    /// <param name="earlier">What the receipt of the push said.</param>
    public bool Covers(Durability earlier) => Silo == earlier.Silo && Durable >= earlier.Accepted;
}
