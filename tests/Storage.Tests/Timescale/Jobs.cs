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

    public static async Task RefreshBothAsync(PostgresPlace place)
    {
        await RunAsync(place, Refresh, "resource_usage_hourly");
        await RunAsync(place, Refresh, "resource_usage_daily");
    }
}
