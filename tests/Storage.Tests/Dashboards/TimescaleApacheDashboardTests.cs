using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Dashboards;

public sealed class TimescaleApacheDashboardTests(TimescaleApacheFixture fixture) : DashboardSuite<TimescaleApacheFixture>(fixture);
