namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>What the tail did with the samples of one push.</summary>
/// <param name="Taken">The places, within the push's valid samples, of those that were taken.</param>
/// <param name="Offset">Where the first of them stands in the buffer, and so in the batch that is handed over next.</param>
/// <param name="Duplicates">How many the tail had already.</param>
/// <param name="Buffered">How many samples the buffer holds now.</param>
internal readonly record struct AppendedPush(IReadOnlyList<int> Taken, int Offset, int Duplicates, int Buffered);
