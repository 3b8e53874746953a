namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>Dashboards of pages that ask the API.</summary>
/// <param name="http">The API.</param>
internal sealed class HttpDashboards(HttpClient http) : IDashboardSource
{
    // Without times of its own the range is the last hour, and the samples are 60.
    private static readonly string[] Paths = ["samples?limit=1", "samples", "range"];

    public Task RefreshAsync(Guid instance, CancellationToken cancellationToken) =>
        Task.WhenAll(Paths.Select(path => http.GetByteArrayAsync(new Uri($"instances/{instance}/{path}", UriKind.Relative), cancellationToken)));

    // The silo's process owns the client.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
