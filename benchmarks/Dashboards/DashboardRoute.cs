namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>Over what dashboards ask.</summary>
internal enum DashboardRoute
{
    /// <summary>An Orleans client.</summary>
    Orleans,

    /// <summary>The HTTP API.</summary>
    Http,
}
