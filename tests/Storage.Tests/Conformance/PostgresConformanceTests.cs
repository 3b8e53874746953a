using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

public sealed class PostgresConformanceTests(PlainPostgresFixture fixture) : SampleStoreConformance<PlainPostgresFixture>(fixture);
