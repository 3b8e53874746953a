namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>A relation that holds rows: the table, a partition, a chunk.</summary>
/// <param name="Oid">Which one.</param>
/// <param name="Name">Its name, quoted where it must be.</param>
/// <param name="FileNode">Its file.</param>
/// <param name="Blocks">How many blocks it has.</param>
/// <param name="IsCompressed">Whether its rows are TimescaleDB's to unpack, and have no blocks.</param>
internal sealed record SourcePart(long Oid, string Name, long FileNode, long Blocks, bool IsCompressed);
