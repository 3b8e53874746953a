using System.Buffers.Binary;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Workload;

/// <summary>
/// What one made-up instance is called and uses: a function of the seed, its number and the sample's number, so that runs repeat and any
/// sample can be made again. One hash and no floating-point functions for each sample: the load must not cost what the service is to have.
/// </summary>
internal readonly struct SimulatedInstance
{
    private const long PageBytes = 4096;
    private const long SmallestLimit = 256L << 20;

    // A triangle of this many samples up and as many down.
    private const int WaveBits = 9;
    private const long Wave = 1 << WaveBits;

    // Each reading's counter lies in a stretch of its own, so that counters grow whatever the hash says.
    private const int InBits = 17;
    private const int OutBits = 15;

    private readonly ulong _key;
    private readonly long _memoryLimit;
    private readonly int _cpuHundredths;

    public SimulatedInstance(long seed, int number)
    {
        _key = SplitMix.Of(seed, number, -3);
        _memoryLimit = SmallestLimit << (int)(_key % 5);
        _cpuHundredths = (int)((_key >> 8) % 8_000);
        Phase = (int)((_key >> 32) % ContainerLife.Rounds);
        Id = IdOf(seed, number);
    }

    public Guid Id { get; }

    /// <summary>How many rounds its first container had run for before the start.</summary>
    public int Phase { get; }

    /// <summary>Whether its containers are replaced by others, or restarted as the same.</summary>
    public bool ReplacesContainers => (_key & 1) == 0;

    /// <summary>What an instance is called.</summary>
    public static Guid IdOf(long seed, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, SplitMix.Of(seed, number, -1));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], SplitMix.Of(seed, number, -2));

        // Version 8 and the variant of RFC 9562: a GUID of our own making.
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A sample with its bytes since the previous one.</summary>
    public Sample SampleAt(long number, DateTimeOffset timestamp)
    {
        var hash = HashOf(number);
        return Of(number, timestamp, hash, new NetworkBytes((long)(hash >> 20) & 0xFFFF, (long)(hash >> 36) & 0x3FFF));
    }

    /// <summary>A sample whose network numbers are given.</summary>
    public Sample SampleAt(long number, DateTimeOffset timestamp, NetworkBytes network) => Of(number, timestamp, HashOf(number), network);

    /// <summary>A container's counters.</summary>
    /// <param name="number">The sample's number.</param>
    /// <param name="age">How many samples the container has had before.</param>
    public NetworkBytes CountersAt(long number, long age)
    {
        var hash = HashOf(number);
        return new NetworkBytes(
            ((age + 1) << InBits) + ((long)(hash >> 20) & ((1 << InBits) - 1)), ((age + 1) << OutBits) + ((long)(hash >> 40) & ((1 << OutBits) - 1)));
    }

    private ulong HashOf(long number) => SplitMix.Mix(_key + (ulong)number);

    private Sample Of(long number, DateTimeOffset timestamp, ulong hash, NetworkBytes network)
    {
        var wave = number & ((2 * Wave) - 1);
        wave = wave < Wave ? wave : (2 * Wave) - 1 - wave;
        return new Sample(
            timestamp,
            (_cpuHundredths + (int)(hash & 1023)) / 100.0,
            (_memoryLimit >> 2) + ((_memoryLimit >> (WaveBits + 1)) * wave) + ((long)((hash >> 10) & 1023) * PageBytes),
            _memoryLimit,
            network.In,
            network.Out);
    }
}
