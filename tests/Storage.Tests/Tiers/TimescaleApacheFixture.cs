using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

public sealed class TimescaleApacheFixture() : PostgresStoreFixture(Tier, TierChoice.Apache), IRollupFixture
{
    public static Tier Tier => Tier.TimescaleApache;
}
