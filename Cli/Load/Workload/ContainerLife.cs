namespace LaunchStack.Metrics.Cli.Load.Workload;

/// <summary>
/// Which container of an instance a round's readings come from. Containers live equally long, begin with a round, and the first one had run
/// for a while before the start. Every change shows in the reading, by its source or its start: a counter that only drops can be told from
/// a late reading by nobody, so that its bytes would depend on what is sent again.
/// </summary>
/// <param name="Container">The container's number, from 0.</param>
/// <param name="Round">How many rounds it has had before.</param>
internal readonly record struct ContainerLife(long Container, long Round)
{
    /// <summary>How many rounds a container lives.</summary>
    public const int Rounds = 1024;

    public static ContainerLife At(int phase, long round) => new((round + phase) / Rounds, (round + phase) % Rounds);

    /// <summary>The first round of a container that started within the run.</summary>
    public static long FirstRoundOf(int phase, long container) => (container * Rounds) - phase;
}
