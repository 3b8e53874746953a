using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

public sealed class TimescaleApacheConformanceTests(TimescaleApacheFixture fixture) : SampleStoreConformance<TimescaleApacheFixture>(fixture);
