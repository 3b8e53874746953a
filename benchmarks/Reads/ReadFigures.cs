namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>What one round measured of a question.</summary>
/// <param name="Bare">Asked by turns with SQL, nothing kept and nothing written.</param>
/// <param name="Kept">The same with kept answers.</param>
/// <param name="Loaded">Paced, beside ingest.</param>
internal sealed record ReadFigures(TurnFigures Bare, TurnFigures Kept, LoadedFigures Loaded);
