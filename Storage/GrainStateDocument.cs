namespace LaunchStack.Metrics.Storage;

/// <summary>A stored document.</summary>
/// <param name="Version">Grows by one with each write, from 1.</param>
/// <param name="Payload">The document.</param>
public sealed record GrainStateDocument(long Version, ReadOnlyMemory<byte> Payload);
