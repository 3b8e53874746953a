using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class PostgresSchemaTests(PlainPostgresFixture fixture) : PostgresSuite<PlainPostgresFixture>(fixture);
