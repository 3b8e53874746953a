using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>Dashboards of a back end that is an Orleans client.</summary>
internal sealed class GrainDashboards : IDashboardSource
{
    private const int Recent = 60;

    private readonly OrleansConnection _client;

    private GrainDashboards(OrleansConnection client) => _client = client;

    public static async Task<GrainDashboards> OpenAsync(Stack stack, CancellationToken cancellationToken) =>
        new(await OrleansConnection.OpenAsync(stack.GatewayPort, stack.ClusterId, cancellationToken));

    public Task RefreshAsync(Guid instance, CancellationToken cancellationToken)
    {
        var grain = _client.Grains.GetGrain<IInstanceQueryGrain>(instance);
        var now = TimeProvider.System.GetUtcNow();
        return Task.WhenAll(
            grain.GetLatestAsync(cancellationToken),
            grain.GetRecentAsync(Recent, null, cancellationToken),
            grain.GetRangeAsync(new RangeQuery { From = now.AddHours(-1), To = now }, cancellationToken));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
