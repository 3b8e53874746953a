using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

public sealed class SqliteConformanceTests(SqliteFixture fixture) : SampleStoreConformance<SqliteFixture>(fixture);
