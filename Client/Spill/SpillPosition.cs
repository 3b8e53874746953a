namespace LaunchStack.Metrics.Client.Spill;

/// <summary>A place in the journal.</summary>
/// <param name="Segment">The file's number.</param>
/// <param name="Offset">The offset in it, in bytes; it counts from the first record of the next file where this one is gone.</param>
internal readonly record struct SpillPosition(long Segment, long Offset);
