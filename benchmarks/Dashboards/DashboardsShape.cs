namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>What <c>dashboards</c> does.</summary>
/// <param name="Route">Over what dashboards ask.</param>
/// <param name="Dashboards">How many there are.</param>
/// <param name="Watched">How many instances they show.</param>
/// <param name="Every">How often each refreshes.</param>
/// <param name="Duration">For how long they are measured.</param>
internal sealed record DashboardsShape(DashboardRoute Route, int Dashboards, int Watched, TimeSpan Every, TimeSpan Duration)
{
    public double RefreshesPerS => Dashboards / Every.TotalSeconds;
}
