using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class TimescaleApacheSchemaTests(TimescaleApacheFixture fixture) : PostgresSuite<TimescaleApacheFixture>(fixture);
