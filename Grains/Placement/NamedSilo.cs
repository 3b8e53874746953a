namespace LaunchStack.Metrics.Grains.Placement;

/// <summary>Types and keys of grains that belong to a silo. A key is its address, and a number where it has several of a kind.</summary>
internal static class NamedSilo
{
    /// <summary>The type of <see cref="Grains.Tail.SiloTailGrain"/>.</summary>
    public const string Tail = "silo-tail";

    /// <summary>The type of <see cref="Grains.Ingest.SiloIngestGrain"/>.</summary>
    public const string Ingest = "silo-ingest";

    private const char Separator = '/';

    /// <summary>The key of a silo's only grain of a kind.</summary>
    public static string KeyOf(SiloAddress silo) => silo.ToParsableString();

    /// <summary>The key of one of several.</summary>
    public static string KeyOf(SiloAddress silo, int number) => $"{silo.ToParsableString()}{Separator}{number}";

    /// <summary>The silo that a key names.</summary>
    public static SiloAddress SiloOf(string key) => SiloAddress.FromParsableString(key.Split(Separator)[0]);
}
