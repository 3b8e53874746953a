using Microsoft.Extensions.Hosting;

namespace LaunchStack.Metrics.Client.Connection;

/// <summary>Leaves Ctrl-C and SIGTERM to the app: the console lifetime would take them from it.</summary>
internal sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
