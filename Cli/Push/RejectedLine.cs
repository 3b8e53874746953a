namespace LaunchStack.Metrics.Cli.Push;

/// <summary>A line that was refused.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Field">The field that is wrong.</param>
/// <param name="Error">The rule it breaks.</param>
internal sealed record RejectedLine(long Line, string Field, string Error);
