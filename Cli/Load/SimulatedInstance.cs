using System.Buffers.Binary;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>What one made-up instance is called and uses: a function of the seed, its number and the round, so that runs repeat.</summary>
internal static class SimulatedInstance
{
    private const long Megabyte = 1024 * 1024;
    private const double RoundsPerWave = 60;

    public static Guid Id(long seed, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, SplitMix.Of(seed, number, -1));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], SplitMix.Of(seed, number, -2));

        // Version 8 and the variant of RFC 9562: a GUID of our own making.
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    public static Sample Sample(long seed, long number, long round, DateTimeOffset timestamp)
    {
        var character = SplitMix.Fraction(seed, number, -3);
        var noise = SplitMix.Fraction(seed, number, round);
        var wave = (1 + Math.Sin(((round / RoundsPerWave) + character) * Math.Tau)) / 2;
        var limit = (256L << (int)(character * 5)) * Megabyte;
        return new Sample(
            timestamp,
            Math.Round((60 * character * wave) + (20 * noise), 3),
            (long)(limit * (0.2 + (0.4 * wave) + (0.1 * noise))),
            limit,
            (long)(wave * noise * Megabyte),
            (long)(wave * noise * Megabyte / 4));
    }
}
