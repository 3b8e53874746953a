namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>What a question took of the service and of the database, asked by turns: medians.</summary>
/// <param name="Rows">Rows of an answer.</param>
/// <param name="ServiceMs">Of the service, milliseconds.</param>
/// <param name="SqlMs">Of the database, milliseconds.</param>
internal sealed record TurnFigures(int Rows, double ServiceMs, double SqlMs);
