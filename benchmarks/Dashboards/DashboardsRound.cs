namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>What one round measured.</summary>
/// <param name="Bare">With nothing kept.</param>
/// <param name="Kept">With kept answers.</param>
internal sealed record DashboardsRound(DashboardFigures Bare, DashboardFigures Kept);
