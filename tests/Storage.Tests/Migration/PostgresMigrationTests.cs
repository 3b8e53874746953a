using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public sealed class PostgresMigrationTests(PlainPostgresFixture fixture) : MigrationSuite<PlainPostgresFixture>(fixture);
