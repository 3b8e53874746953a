using System.Diagnostics;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>
/// The compiler of .NET processes, which for half a minute and longer compiles again, and better, what is called often. On few cores it takes more of
/// them than the work does, and the more processes there are, the longer: what is measured before it rests is the compiler.
/// </summary>
internal static class Compilation
{
    // As much of a name as the kernel keeps.
    private const string Thread = ".NET Tiered Com";

    private const double Rest = 0.05;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Waits until the compilers of all the processes have taken less than a twentieth of a core for two seconds; for three minutes at the most.</summary>
    /// <param name="processes">The processes; read anew each time.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task UntilAtRestAsync(Func<IEnumerable<int>> processes, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var before = Seconds();
        while (Stopwatch.GetElapsedTime(start) < Longest)
        {
            await Task.Delay(Step, cancellationToken);
            var now = Seconds();
            if (now.Count == before.Count && now.All(process => process.Value - before[process.Key] < Rest * Step.TotalSeconds))
            {
                return;
            }

            before = now;
        }

        Dictionary<int, double> Seconds() => processes().ToDictionary(process => process, process => ProcessTime.OfThreads(process, Thread));
    }
}
