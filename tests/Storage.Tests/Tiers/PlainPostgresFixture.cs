using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

public sealed class PlainPostgresFixture() : PostgresStoreFixture(Tier, TierChoice.Postgres), IRollupFixture
{
    public static Tier Tier => Tier.Postgres;
}
