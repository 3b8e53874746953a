using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

public sealed class TimescaleConformanceTests(TimescaleFixture fixture) : SampleStoreConformance<TimescaleFixture>(fixture);
