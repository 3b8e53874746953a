using System.Buffers.Binary;

namespace LaunchStack.Metrics.Testing.Faults.Proxy;

/// <summary>The messages of PostgreSQL's protocol that a client sends, one at a time. Not for encrypted connections.</summary>
internal sealed class PostgresMessages(Stream stream) : IPieces
{
    // The only messages without a type: requests for encryption, after which another of them follows, and the start itself.
    private const int StartUp = 3 << 16;
    private const int MostOfMajor = 16;

    private byte[] _buffer = new byte[16 * 1024];
    private bool _started;

    /// <summary>Whether it is a piece of a COPY's data.</summary>
    public static bool IsCopyData(ReadOnlySpan<byte> message) => message.StartsWith("d"u8);

    /// <summary>Whether it asks to commit.</summary>
    public static bool IsCommit(ReadOnlySpan<byte> message) => message.StartsWith("Q"u8) && message[(1 + sizeof(int))..].StartsWith("COMMIT"u8);

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        var head = (_started ? 1 : 0) + sizeof(int);
        if (await stream.ReadAtLeastAsync(_buffer.AsMemory(0, head), head, throwOnEndOfStream: false) < head)
        {
            return default;
        }

        var length = head - sizeof(int) + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(head - sizeof(int)));
        if (length > _buffer.Length)
        {
            Array.Resize(ref _buffer, length);
        }

        await stream.ReadExactlyAsync(_buffer.AsMemory(head, length - head));
        _started |= BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(sizeof(int))) >> MostOfMajor == StartUp >> MostOfMajor;
        return _buffer.AsMemory(0, length);
    }
}
