using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>Tails of one silo, and its marks.</summary>
/// <param name="Silo">The silo's process.</param>
/// <param name="Writes">Changes when samples of any instance have become durable.</param>
/// <param name="LateWrites">Changes when samples have become durable that belong to an hour which is over.</param>
/// <param name="OpenHour">Start of the hour that is not over by the silo's clock.</param>
/// <param name="Tails">By instance, the samples in the order of acceptance. Readings are still cumulative.</param>
[GenerateSerializer, Immutable, Alias("launchstack.SiloTail")]
internal sealed record SiloTail(
    [property: Id(0)] Guid Silo,
    [property: Id(1)] long Writes,
    [property: Id(2)] long LateWrites,
    [property: Id(3)] DateTimeOffset OpenHour,
    [property: Id(4)] IReadOnlyDictionary<Guid, IReadOnlyList<PendingSample>> Tails)
{
    /// <summary>
    /// The marks of the slices of <see cref="WriteMarks.Slice"/> that the range asked for touches, each of which changes when samples of it have become durable; null where
    /// the range is too long.
    /// </summary>
    [Id(5)]
    public IReadOnlyList<long>? Slices { get; init; }
}
