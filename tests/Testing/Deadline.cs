using System.Diagnostics;

namespace LaunchStack.Metrics.Testing;

/// <summary>Waits for conditions instead of sleeping: a test is as fast as what it waits for, and a failure says what did not come.</summary>
public static class Deadline
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(100);

    // Many tests wait at once, and what they ask takes the processors from what they wait for.
    private const int PausePerQuestion = 9;

    /// <summary>Generous for a busy machine; nothing waits this long when all is well.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds. An exception of the condition counts as "not yet", and is shown at the end.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan within, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Exception? last = null;
            var asked = watch.Elapsed;
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                last = problem;
            }

            if (watch.Elapsed > within)
            {
                throw new TimeoutException($"Not within {within.TotalSeconds:0.#} s: {what}", last);
            }

            var pause = (watch.Elapsed - asked) * PausePerQuestion;
            await Task.Delay(pause < LeastPause ? LeastPause : pause > MostPause ? MostPause : pause);
        }
    }

    /// <summary>The same within <see cref="Default"/>.</summary>
    public static Task UntilAsync(Func<Task<bool>> condition, string what) => UntilAsync(condition, Default, what);

    /// <summary>The same for a condition that need not wait itself.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), Default, what);
}
