using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

public sealed class PlainPostgresFixture() : PostgresStoreFixture(Tier, TierChoice.Postgres), IStoreFixture
{
    public static Tier Tier => Tier.Postgres;
}
