using System.Buffers.Binary;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>
/// Rows of COPY's binary format (PostgreSQL's manual, "COPY", "Binary Format") as they arrive. Value by value through the driver takes several
/// times as long.
/// </summary>
/// <param name="stream">What the server sends.</param>
/// <param name="columns">How many columns a row has, of 16 bytes at the most.</param>
internal sealed class BinaryRows(Stream stream, int columns)
{
    private const int HeaderSize = 19;
    private const int ExtensionAt = 15;
    private const int IdSize = 16;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly int _mostOfRow = sizeof(short) + (columns * (sizeof(int) + IdSize));
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _hasBegun;

    /// <summary>Goes to the next row; false after the last one.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            await FillAsync(HeaderSize, cancellationToken).ConfigureAwait(false);
            _start = HeaderSize + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(ExtensionAt));
            _hasBegun = true;
        }

        if (_end - _start < _mostOfRow && !_isAtEnd)
        {
            await FillAsync(_mostOfRow, cancellationToken).ConfigureAwait(false);
        }

        var fields = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_start));
        _start += sizeof(short);
        return fields > 0;
    }

    /// <summary>Reads to the end, so that the connection can go on.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        while (!_isAtEnd)
        {
            _start = _end;
            await FillAsync(1, cancellationToken).ConfigureAwait(false);
        }
    }

    public Guid? Id()
    {
        if (Length() < 0)
        {
            return null;
        }

        var value = new Guid(_buffer.AsSpan(_start, IdSize), bigEndian: true);
        _start += IdSize;
        return value;
    }

    public long? Long()
    {
        if (Length() < 0)
        {
            return null;
        }

        var value = BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_start));
        _start += sizeof(long);
        return value;
    }

    public double? Number() => Long() is { } bits ? BitConverter.Int64BitsToDouble(bits) : null;

    public int Integer()
    {
        Length();
        var value = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        _start += sizeof(int);
        return value;
    }

    private int Length()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        _start += sizeof(int);
        return length;
    }

    private async ValueTask FillAsync(int wanted, CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (_end < wanted)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                _isAtEnd = true;
                return;
            }

            _end += read;
        }
    }
}
