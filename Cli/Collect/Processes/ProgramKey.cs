namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>
/// A program of a user, which is one instance however many processes it has: a process's id ends with it, and an instance for
/// each would be a new one after every restart.
/// </summary>
/// <param name="User">The number of the user it runs as; empty where the system does not tell.</param>
/// <param name="Name">The processes' name.</param>
internal readonly record struct ProgramKey(string User, string Name);
