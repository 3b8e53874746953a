using System.Buffers;
using System.Buffers.Binary;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Appending;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>
/// Rows in the binary format of COPY (PostgreSQL's manual, "COPY", "Binary Format"), in the order of append-copy.sql's columns. Written in
/// one piece: value by value through the driver takes several times as long, and the silo shares its cores with its clients.
/// </summary>
internal sealed class CopyRows : IDisposable
{
    private const int Columns = 8;
    private const int HeaderSize = 19;
    private const int RowSize = sizeof(short) + (Columns * sizeof(int)) + 16 + 16 + (6 * sizeof(long));
    private const int TrailerSize = sizeof(short);
    private const short Trailer = -1;

    // In the primary key's index, whose ids rise with time. The rows of an instance lie in one place of the other index, and are spread over
    // all pages of this one that the batch's time takes; rows of one time the other way round. So whichever order goes back and forth over
    // fewer pages: with long runs of few instances, time costs a third less than instance.
    private const int RowsPerPage = 150;

    /// <summary>2000-01-01 in microseconds since 1970: where PostgreSQL's time begins.</summary>
    private const long PostgresEpoch = 946_684_800_000_000;

    private readonly ArrayPool<byte> _pool;
    private readonly byte[] _buffer;

    /// <param name="rows">The rows, by instance and then by time.</param>
    /// <param name="instances">How many instances they are of.</param>
    /// <param name="pool">Where their memory comes from; null: the shared one.</param>
    public CopyRows(ReadOnlySpan<AppendRow> rows, int instances, ArrayPool<byte>? pool = null)
    {
        _pool = pool ?? ArrayPool<byte>.Shared;
        var size = HeaderSize + (rows.Length * RowSize) + TrailerSize;
        _buffer = _pool.Rent(size);
        Bytes = _buffer.AsMemory(0, size);

        // The signature; then no flags and no extension.
        Signature.CopyTo(_buffer);
        _buffer.AsSpan(Signature.Length, HeaderSize - Signature.Length).Clear();
        var place = _buffer.AsSpan(HeaderSize);
        if (instances < rows.Length / RowsPerPage)
        {
            var indexes = ArrayPool<int>.Shared.Rent(rows.Length);
            SortByTime(rows, indexes.AsSpan(0, rows.Length));
            foreach (var index in indexes.AsSpan(0, rows.Length))
            {
                Write(place, in rows[index]);
                place = place[RowSize..];
            }

            ArrayPool<int>.Shared.Return(indexes);
        }
        else
        {
            foreach (ref readonly var row in rows)
            {
                Write(place, in row);
                place = place[RowSize..];
            }
        }

        BinaryPrimitives.WriteInt16BigEndian(place, Trailer);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];

    public void Dispose() => _pool.Return(_buffer);

    private static void SortByTime(ReadOnlySpan<AppendRow> rows, Span<int> indexes)
    {
        var times = ArrayPool<long>.Shared.Rent(rows.Length);
        for (var index = 0; index < rows.Length; index++)
        {
            times[index] = rows[index].Timestamp.UtcTicks;
            indexes[index] = index;
        }

        times.AsSpan(0, rows.Length).Sort(indexes);
        ArrayPool<long>.Shared.Return(times);
    }

    private static void Write(Span<byte> place, in AppendRow row)
    {
        BinaryPrimitives.WriteInt16BigEndian(place, Columns);
        place = place[sizeof(short)..];
        WriteId(ref place, row.Id);
        WriteId(ref place, row.InstanceId);
        WriteLong(ref place, Timestamps.ToUnixMicroseconds(row.Sample.Timestamp) - PostgresEpoch);
        WriteLong(ref place, BitConverter.DoubleToInt64Bits(row.Sample.CpuUsage));
        WriteLong(ref place, row.Sample.MemoryUsage);
        WriteLong(ref place, row.Sample.MemoryLimit);
        WriteLong(ref place, row.Sample.NetworkIn);
        WriteLong(ref place, row.Sample.NetworkOut);
    }

    private static void WriteId(ref Span<byte> place, Guid value)
    {
        const int Size = 16;
        BinaryPrimitives.WriteInt32BigEndian(place, Size);
        value.TryWriteBytes(place[sizeof(int)..], bigEndian: true, out _);
        place = place[(sizeof(int) + Size)..];
    }

    private static void WriteLong(ref Span<byte> place, long value)
    {
        BinaryPrimitives.WriteInt32BigEndian(place, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(place[sizeof(int)..], value);
        place = place[(sizeof(int) + sizeof(long))..];
    }
}
