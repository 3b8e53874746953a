using System.Collections.Concurrent;
using System.Reflection;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Testing;

/// <summary>
/// Counts the tests that ran on each tier, and those that could not with the reason, so that a run cannot look green for want of
/// a database. Written at the end to the console and to <c>artifacts/tiers/&lt;assembly&gt;.txt</c>, one tab-separated line
/// each: tier, "ran" or "skipped", number of tests, reason.
/// </summary>
public static class TierReport
{
    private static readonly ConcurrentDictionary<(Tier Tier, string Test), string?> Tests = new();

    static TierReport() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Write();

    /// <summary>The running test uses this tier. Counted once per test.</summary>
    public static void Ran(Tier tier) => Tests.TryAdd((tier, CurrentTest()), null);

    /// <summary>The running test needs this tier and there is none.</summary>
    public static void Skipped(Tier tier, string reason) => Tests[(tier, CurrentTest())] = reason;

    private static string CurrentTest() => TestContext.Current.Test?.UniqueID ?? $"outside of a test: {Guid.NewGuid()}";

    private static void Write()
    {
        var assembly = Assembly.GetEntryAssembly()?.GetName().Name ?? "unknown";
        string[] lines =
        [
            .. Tests
                .GroupBy(test => (test.Key.Tier, Reason: test.Value))
                .OrderBy(group => group.Key.Tier).ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
                .Select(group => string.Join('\t', group.Key.Tier, group.Key.Reason is null ? "ran" : "skipped", group.Count(), group.Key.Reason).TrimEnd()),
        ];
        var file = RepositoryRoot.Combine("artifacts", "tiers", $"{assembly}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
        foreach (var line in lines)
        {
            Console.WriteLine($"tier {line.Replace('\t', ' ')}");
        }
    }
}
