namespace LaunchStack.Metrics.Testing;

/// <summary>What a test does about a part of the world that is missing on this machine.</summary>
public static class Unavailable
{
    /// <summary>Whether this run is CI's, where a missing database is a fault and not a circumstance.</summary>
    public static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Skips the running test with the reason; in CI, fails it.</summary>
    public static void SkipOrFail(string reason)
    {
        if (IsCi)
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
