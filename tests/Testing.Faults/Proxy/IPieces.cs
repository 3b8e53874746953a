namespace LaunchStack.Metrics.Testing.Faults.Proxy;

/// <summary>Takes what a client sends apart.</summary>
internal interface IPieces
{
    /// <summary>Reads the next piece; an empty one at the end.</summary>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync();
}
