using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>What the maintenance does for a rollup of ours, done now.</summary>
internal static class RollupUpkeep
{
    /// <summary>Rolls up until nothing is left to do. Other tests' transactions on the server may hold that up for a while.</summary>
    public static Task RefreshAsync(PostgresPlace place) => Deadline.UntilAsync(
        async () =>
        {
            await StepsAsync(place, "launchstack_roll");
            var settled = await place.QueryAsync("""
                SELECT rolled_until = marked_until AND marked_until > now() - INTERVAL '3 hours'
                    AND NOT EXISTS (SELECT FROM resource_usage_dirty WHERE bucket < rolled_until)
                FROM launchstack_rollup
                """);
            return settled[0][0] is true;
        },
        "everything is rolled up");

    public static Task ExpireAsync(PostgresPlace place) => StepsAsync(place, "launchstack_expire");

    /// <summary>Steps, each in a transaction of its own, until one does nothing; and how many did something.</summary>
    public static async Task<int> StepsAsync(PostgresPlace place, string function)
    {
        var steps = 0;
        while (await StepAsync(place, function))
        {
            steps++;
        }

        return steps;
    }

    /// <summary>One step; whether it did something.</summary>
    public static async Task<bool> StepAsync(PostgresPlace place, string function) => (await place.QueryAsync($"SELECT {function}(now())"))[0][0] is true;
}
