namespace LaunchStack.Metrics.Models;

/// <summary>
/// An instance's tail, and marks of its silo that tell whether the store still says of the instance what it said when the marks were the same.
/// </summary>
[GenerateSerializer, Immutable, Alias("launchstack.TailSnapshot")]
public sealed record TailSnapshot
{
    /// <summary>What is accepted and not yet durable, in the order of acceptance. Readings are still cumulative.</summary>
    [Id(0)]
    public required IReadOnlyList<PendingSample> Samples { get; init; }

    /// <summary>The silo's process; marks of different ones say nothing about each other.</summary>
    [Id(1)]
    public required Guid Silo { get; init; }

    /// <summary>Changes when samples of the instance have become durable; now and then without a reason.</summary>
    [Id(2)]
    public required long Writes { get; init; }

    /// <summary>Changes when samples have become durable that belong to an hour which is over; now and then without a reason.</summary>
    [Id(3)]
    public required long LateWrites { get; init; }

    /// <summary>Start of the hour that is not over by the silo's clock, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset OpenHour { get; init; }
}
