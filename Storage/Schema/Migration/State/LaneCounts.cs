namespace LaunchStack.Metrics.Storage.Schema.Migration.State;

/// <summary>What a lane has done.</summary>
/// <param name="Copied">Rows that it wrote.</param>
/// <param name="Present">Rows that were there before.</param>
/// <param name="Duplicates">Rows whose place another one of the source has.</param>
/// <param name="Gone">Rows whose instance was gone when they were copied.</param>
internal sealed record LaneCounts(long Copied = 0, long Present = 0, long Duplicates = 0, long Gone = 0)
{
    public LaneCounts Plus(LaneCounts other) =>
        new(Copied + other.Copied, Present + other.Present, Duplicates + other.Duplicates, Gone + other.Gone);
}
