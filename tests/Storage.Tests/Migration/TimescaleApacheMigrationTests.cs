using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public sealed class TimescaleApacheMigrationTests(TimescaleApacheFixture fixture) : MigrationSuite<TimescaleApacheFixture>(fixture);
