using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Dashboards;

public sealed class TimescaleDashboardTests(TimescaleFixture fixture) : DashboardSuite<TimescaleFixture>(fixture);
