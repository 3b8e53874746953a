using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>Tiers as options and JSON name them.</summary>
internal static class TierNames
{
    public static string Of(Tier tier) => tier == Tier.TimescaleApache ? "apache" : tier.ToString().ToLowerInvariant();
}
