namespace LaunchStack.Metrics.Storage;

/// <summary>The two stores in one SQLite file.</summary>
/// <param name="Samples">The samples; opening it opens the file, disposing it closes the file.</param>
/// <param name="GrainState">Grain state; usable while the samples' store is open.</param>
public sealed record SqliteStores(ISampleStore Samples, IGrainStateStore GrainState);
