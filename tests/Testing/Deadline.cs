using System.Diagnostics;

namespace LaunchStack.Metrics.Testing;

/// <summary>Waits for conditions instead of sleeping: a test is as fast as what it waits for, and a failure says what did not come.</summary>
public static class Deadline
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Generous for a busy machine; nothing waits this long when all is well.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds. An exception of the condition counts as "not yet", and is shown at the end.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan within, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Exception? last = null;
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

            await Task.Delay(Pause);
        }
    }

    /// <summary>The same within <see cref="Default"/>.</summary>
    public static Task UntilAsync(Func<Task<bool>> condition, string what) => UntilAsync(condition, Default, what);

    /// <summary>The same for a condition that need not wait itself.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), Default, what);
}
