namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>Who answers dashboards.</summary>
internal interface IDashboardSource : IAsyncDisposable
{
    /// <summary>Asks what a dashboard shows: the newest sample, the newest 60 and the last hour, all at once, as a page does.</summary>
    Task RefreshAsync(Guid instance, CancellationToken cancellationToken);
}
