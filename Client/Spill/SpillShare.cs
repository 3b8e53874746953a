namespace LaunchStack.Metrics.Client.Spill;

/// <summary>How many samples of a part a file holds.</summary>
/// <param name="Segment">The file.</param>
/// <param name="Samples">How many.</param>
internal readonly record struct SpillShare(SpillSegment Segment, int Samples);
