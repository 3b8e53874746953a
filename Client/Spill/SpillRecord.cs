using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Spill;

/// <summary>
/// One added unit on disk, little-endian: length and CRC-32 of the rest, when it was added, its instance, its counters where it has any,
/// its samples. Times are ticks of UTC.
/// </summary>
internal static class SpillRecord
{
    /// <summary>Length and checksum.</summary>
    public const int HeadSize = 8;

    /// <summary>More than a record can ever have; a larger length is not one.</summary>
    public const int MaxBodySize = 1024 * 1024;

    private const int FixedSize = 8 + 16 + 1 + 4;
    private const int CounterSize = 8 + 2;
    private const int SampleSize = 6 * 8;

    /// <summary>The size of an item's record, in bytes.</summary>
    public static int SizeOf(in LaneItem item) =>
        HeadSize + FixedSize + (item.Samples * SampleSize) + (item.Counter is null ? 0 : CounterSize + Encoding.UTF8.GetByteCount(item.Counter.Source));

    /// <summary>Writes a record of exactly the size that <see cref="SizeOf"/> says.</summary>
    public static void Write(in LaneItem item, Span<byte> record)
    {
        var body = record[HeadSize..];
        BinaryPrimitives.WriteInt64LittleEndian(body, item.AddedAt);
        item.InstanceId.TryWriteBytes(body[8..], bigEndian: true, out _);
        body[24] = item.Counter is null ? (byte)0 : (byte)1;
        var rest = body[25..];
        if (item.Counter is { } counter)
        {
            var length = Encoding.UTF8.GetBytes(counter.Source, rest[CounterSize..]);
            BinaryPrimitives.WriteInt64LittleEndian(rest, counter.StartedAt.UtcTicks);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[8..], (ushort)length);
            rest = rest[(CounterSize + length)..];
        }

        BinaryPrimitives.WriteInt32LittleEndian(rest, item.Samples);
        rest = rest[4..];
        if (item.Batch is null)
        {
            Write(item.Sample, rest);
        }
        else
        {
            for (var index = 0; index < item.Batch.Samples.Count; index++)
            {
                Write(item.Batch.Samples[index], rest[(index * SampleSize)..]);
            }
        }

        BinaryPrimitives.WriteInt32LittleEndian(record, body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32.HashToUInt32(body));
    }

    /// <summary>The length of the body that a head announces; 0 where it is no head.</summary>
    public static int BodySize(ReadOnlySpan<byte> head)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(head);
        return size is >= FixedSize + SampleSize and <= MaxBodySize ? size : 0;
    }

    /// <summary>Reads a body; null where it is not what was written.</summary>
    public static LaneItem? Read(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (Crc32.HashToUInt32(body) != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
        {
            return null;
        }

        var addedAt = BinaryPrimitives.ReadInt64LittleEndian(body);
        var instanceId = new Guid(body.Slice(8, 16), bigEndian: true);
        CounterKey? counter = null;
        var rest = body[25..];
        if (body[24] == 1)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]);
            counter = new CounterKey(Encoding.UTF8.GetString(rest.Slice(CounterSize, length)), Time(BinaryPrimitives.ReadInt64LittleEndian(rest)));
            rest = rest[(CounterSize + length)..];
        }

        var samples = new Sample[BinaryPrimitives.ReadInt32LittleEndian(rest)];
        for (var index = 0; index < samples.Length; index++)
        {
            samples[index] = ReadSample(rest[(4 + (index * SampleSize))..]);
        }

        return samples.Length == 1
            ? new LaneItem(instanceId, counter, samples[0], null, addedAt)
            : new LaneItem(instanceId, counter, default, SampleUnit.ToBatch(samples, counter), addedAt);
    }

    private static void Write(in Sample sample, Span<byte> to)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, sample.Timestamp.UtcTicks);
        BinaryPrimitives.WriteDoubleLittleEndian(to[8..], sample.CpuUsage);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], sample.MemoryUsage);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], sample.MemoryLimit);
        BinaryPrimitives.WriteInt64LittleEndian(to[32..], sample.NetworkIn);
        BinaryPrimitives.WriteInt64LittleEndian(to[40..], sample.NetworkOut);
    }

    private static Sample ReadSample(ReadOnlySpan<byte> from) => new(
        Time(BinaryPrimitives.ReadInt64LittleEndian(from)),
        BinaryPrimitives.ReadDoubleLittleEndian(from[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
        BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
        BinaryPrimitives.ReadInt64LittleEndian(from[32..]),
        BinaryPrimitives.ReadInt64LittleEndian(from[40..]));

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
