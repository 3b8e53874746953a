using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class TimescaleSchemaTests(TimescaleFixture fixture) : PostgresSuite<TimescaleFixture>(fixture);
