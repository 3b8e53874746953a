namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>
/// Chooses the busiest programs: by CPU in whole percent, so that those that hardly do anything are told apart by memory and
/// not by chance. Once chosen, a program stays as long as it runs, so that its history has no holes; to bound them, the one
/// that was not among the busiest for the longest time leaves when there are more than twice as many as wanted.
/// </summary>
/// <param name="count">How many are wanted.</param>
internal sealed class BusiestPrograms(int count)
{
    private const int Room = 2;

    private readonly Dictionary<ProgramKey, long> _lastAmongBusiest = [];
    private long _round;

    /// <summary>Chooses among the programs that run now, busiest first.</summary>
    public IReadOnlyList<ProgramUsage> Choose(IEnumerable<ProgramUsage> running)
    {
        _round++;
        var ranked = running
            .OrderByDescending(program => Math.Floor(program.Cpu))
            .ThenByDescending(program => program.Memory)
            .ThenBy(program => program.Program.Name, StringComparer.Ordinal)
            .ThenBy(program => program.Program.User, StringComparer.Ordinal)
            .ToList();
        foreach (var busy in ranked.Take(count))
        {
            _lastAmongBusiest[busy.Program] = _round;
        }

        var chosen = ranked
            .Where(program => _lastAmongBusiest.ContainsKey(program.Program))
            .OrderByDescending(program => _lastAmongBusiest[program.Program])
            .Take(Room * count)
            .Select(program => program.Program)
            .ToHashSet();
        foreach (var left in _lastAmongBusiest.Keys.Except(chosen).ToList())
        {
            _lastAmongBusiest.Remove(left);
        }

        return [.. ranked.Where(program => chosen.Contains(program.Program))];
    }
}
