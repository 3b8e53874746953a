using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LaunchStack.Metrics.Models;

/// <summary>
/// Derives a row's <c>id</c> from its instance and timestamp, so that the same sample sent twice has the same id and the
/// primary key removes duplicates. A version 8 UUID (RFC 9562): 48 bits milliseconds since 1970, 4 bits version, 12 bits the
/// microseconds within the millisecond, 2 bits variant, then the first 62 bits of SHA-256 over the 16 bytes of the instance id.
/// Frozen: the same vectors are tested here and in SQL.
/// </summary>
public static class SampleId
{
    private const ulong Version8 = 0x8000;
    private const ulong Variant = 1UL << 63;
    private const long MaxMilliseconds = (1L << 48) - 1;

    /// <summary>The id of the sample of one instance at one moment.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="timestamp">The moment; anything finer than a microsecond is ignored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The moment lies before 1970.</exception>
    public static Guid Derive(Guid instanceId, DateTimeOffset timestamp) => Derive(TailOf(instanceId), timestamp);

    /// <summary>The same with the instance's part computed beforehand, for many samples of one instance.</summary>
    /// <param name="tail">What <see cref="TailOf"/> returned.</param>
    /// <param name="timestamp">The moment; anything finer than a microsecond is ignored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The moment lies before 1970.</exception>
    public static Guid Derive(ulong tail, DateTimeOffset timestamp)
    {
        var microseconds = Timestamps.ToUnixMicroseconds(timestamp);
        ArgumentOutOfRangeException.ThrowIfNegative(microseconds, nameof(timestamp));
        var (milliseconds, rest) = Math.DivRem(microseconds, 1000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, MaxMilliseconds, nameof(timestamp));

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)milliseconds << 16) | Version8 | (ulong)rest);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], tail);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The last 64 bits of every id of an instance: the variant and the hash.</summary>
    /// <param name="instanceId">The instance.</param>
    public static ulong TailOf(Guid instanceId)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        instanceId.TryWriteBytes(bytes, bigEndian: true, out _);
        SHA256.HashData(bytes, hash);
        return Variant | (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 2);
    }
}
