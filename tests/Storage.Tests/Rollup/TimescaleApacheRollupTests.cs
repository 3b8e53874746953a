using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Rollup;

public sealed class TimescaleApacheRollupTests(TimescaleApacheFixture fixture) : RollupSuite<TimescaleApacheFixture>(fixture);
