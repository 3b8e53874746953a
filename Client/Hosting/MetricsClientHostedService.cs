using Microsoft.Extensions.Hosting;

namespace LaunchStack.Metrics.Client.Hosting;

internal sealed class MetricsClientHostedService(MetricsClient client) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => client.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => client.DisposeAsync().AsTask().WaitAsync(cancellationToken);
}
