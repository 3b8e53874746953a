using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Rollup;

public sealed class PostgresRollupTests(PlainPostgresFixture fixture) : RollupSuite<PlainPostgresFixture>(fixture);
