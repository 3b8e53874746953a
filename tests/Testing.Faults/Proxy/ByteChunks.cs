namespace LaunchStack.Metrics.Testing.Faults.Proxy;

/// <summary>Bytes as they come.</summary>
internal sealed class ByteChunks(Stream stream) : IPieces
{
    private readonly byte[] _buffer = new byte[16 * 1024];

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync() => _buffer.AsMemory(0, await stream.ReadAsync(_buffer));
}
