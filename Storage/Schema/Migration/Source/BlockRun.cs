namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>Blocks that are read at once.</summary>
/// <param name="Part">The table, partition or chunk; 0: the table as a whole.</param>
/// <param name="Relation">Its name, quoted where it must be.</param>
/// <param name="Condition">Which of its rows.</param>
internal sealed record BlockRun(long Part, string Relation, string Condition);
