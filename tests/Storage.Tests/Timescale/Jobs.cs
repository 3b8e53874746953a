using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

/// <summary>The jobs of a database, run now instead of at their times.</summary>
internal static class Jobs
{
    public const string Refresh = "policy_refresh_continuous_aggregate";
    public const string Retention = "policy_retention";
    public const string Compression = "policy_compression";

    /// <summary>Runs a policy's job in this session, as its scheduler would.</summary>
    public static async Task RunAsync(PostgresPlace place, string policy, string relation) =>
        await place.ExecuteAsync($"CALL run_job({await IdAsync(place, policy, relation)})");

    public static async Task<int> IdAsync(PostgresPlace place, string policy, string relation) => (int)Assert.Single(await place.QueryAsync(
        "SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = $1 AND hypertable_name = $2", policy, relation))[0];

    /// <summary>Refreshes both aggregates: as the policies do, or since a moment, as the policies did while the rows were new.</summary>
    public static async Task RefreshBothAsync(PostgresPlace place, DateTimeOffset? since = null)
    {
        if (since is { } moment)
        {
            // A bucket that begins before is left out.
            moment = Timestamps.Day(moment);
            await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_hourly', $1::timestamptz, now() - INTERVAL '1 hour')", moment.UtcDateTime);
            await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_daily', $1::timestamptz, now() - INTERVAL '1 hour')", moment.UtcDateTime);
        }

        await RunAsync(place, Refresh, "resource_usage_hourly");
        await RunAsync(place, Refresh, "resource_usage_daily");
    }

    public static async Task ExpireAsync(PostgresPlace place)
    {
        foreach (var relation in (string[])["resource_usage", "resource_usage_hourly", "resource_usage_daily"])
        {
            await RunAsync(place, Retention, relation);
        }
    }
}
