namespace LaunchStack.Metrics.Cli.Load.Workload;

/// <summary>SplitMix64: well-mixed numbers from a few small ones, the same in every run and on every machine.</summary>
internal static class SplitMix
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Of(long seed, long one, long other) => Mix(Mix(Mix((ulong)seed) + (ulong)one) + (ulong)other);

    public static ulong Mix(ulong value)
    {
        value += Golden;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
