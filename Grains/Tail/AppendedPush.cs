using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>What the tail did with the samples of one push.</summary>
/// <param name="Taken">How many were taken.</param>
/// <param name="Known">The places, within the push's valid samples, of those that the tail had already; ascending.</param>
/// <param name="Offset">Where the first taken sample stands in the buffer, and so in the batch that is handed over next.</param>
/// <param name="Buffered">How many samples the buffer holds now; none once it was handed over.</param>
/// <param name="InFlight">
/// Where the buffer was handed over with the push: all batches in flight, the last of which holds what was taken. What the tail
/// had already is in one of them.
/// </param>
/// <param name="Durability">How far the instance is durable, with the position of this push.</param>
internal readonly record struct AppendedPush(
    int Taken, IReadOnlyList<int> Known, int Offset, int Buffered, IReadOnlyList<FlushBatch> InFlight, Durability Durability);
