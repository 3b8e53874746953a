namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>What the command answers to its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUse = 2;
}
