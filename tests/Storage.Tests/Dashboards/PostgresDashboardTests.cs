using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Dashboards;

public sealed class PostgresDashboardTests(PlainPostgresFixture fixture) : DashboardSuite<PlainPostgresFixture>(fixture);
