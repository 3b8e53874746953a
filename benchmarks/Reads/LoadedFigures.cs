using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>What a question took beside ingest, paced.</summary>
/// <param name="Service">Of the service, with kept answers.</param>
/// <param name="Sql">Of the database, at the same pace, afterwards.</param>
internal sealed record LoadedFigures(OpenLoopFigures Service, OpenLoopFigures Sql);
