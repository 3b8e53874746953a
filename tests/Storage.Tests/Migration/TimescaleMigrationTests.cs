using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public sealed class TimescaleMigrationTests(TimescaleFixture fixture) : MigrationSuite<TimescaleFixture>(fixture);
