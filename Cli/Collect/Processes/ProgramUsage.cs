namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>What all processes of a program used.</summary>
/// <param name="Program">The program.</param>
/// <param name="Cpu">CPU in percent of one core since the reading before.</param>
/// <param name="Memory">Resident bytes; what its processes share counts for each.</param>
internal sealed record ProgramUsage(ProgramKey Program, double Cpu, ulong Memory);
