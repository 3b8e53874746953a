using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

public sealed class TimescaleFixture() : PostgresStoreFixture(Tier, TierChoice.Timescale), IStoreFixture
{
    public static Tier Tier => Tier.Timescale;
}
