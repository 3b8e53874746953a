using System.Buffers.Binary;
using System.Security.Cryptography;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

/// <summary>A row's part of the checksum, written down a second time.</summary>
internal static class RowChecksum
{
    private static readonly DateTimeOffset PostgresEpoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static decimal Of(in Sample row)
    {
        Span<byte> bytes = stackalloc byte[48];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (row.Timestamp - PostgresEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        BinaryPrimitives.WriteDoubleBigEndian(bytes[8..], row.CpuUsage);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], row.MemoryUsage);
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], row.MemoryLimit);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], row.NetworkIn);
        BinaryPrimitives.WriteInt64BigEndian(bytes[40..], row.NetworkOut);
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(bytes));
    }
}
