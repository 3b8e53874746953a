namespace LaunchStack.Metrics.Grains.Placement;

/// <summary>
/// Tells which silos are of a version that lacks a grain. A call to a grain that a silo cannot have is tried again several times, and logged, before it
/// fails; during an upgrade that would go on all the time.
/// </summary>
internal sealed class OlderSilos(IClusterManifestProvider manifests)
{
    private static readonly GrainType Tail = GrainType.Create(NamedSilo.Tail);
    private static readonly GrainType Ingest = GrainType.Create(NamedSilo.Ingest);

    /// <summary>Whether a silo is known to have no <see cref="Grains.Tail.SiloTailGrain"/>.</summary>
    public bool LacksTail(SiloAddress silo) => Lacks(silo, Tail);

    /// <summary>Whether a silo is known to have no <see cref="Grains.Ingest.SiloIngestGrain"/>.</summary>
    public bool LacksIngest(SiloAddress silo) => Lacks(silo, Ingest);

    private bool Lacks(SiloAddress silo, GrainType type) => manifests.Current.Silos.TryGetValue(silo, out var manifest) && !manifest.Grains.ContainsKey(type);
}
