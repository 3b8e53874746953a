namespace LaunchStack.Metrics.Cluster.Tests;

[Alias("tests.INoteGrain")]
public interface INoteGrain : IGrainWithStringKey
{
    [Alias("read")]
    Task<string?> ReadAsync();

    [Alias("write")]
    Task WriteAsync(string text);

    [Alias("clear")]
    Task ClearAsync();

    [Alias("where")]
    Task<string> WhereAsync();

    [Alias("leave")]
    Task LeaveMemoryAsync();
}
