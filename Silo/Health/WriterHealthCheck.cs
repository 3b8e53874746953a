using LaunchStack.Metrics.Grains.Writer;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaunchStack.Metrics.Silo.Health;

internal sealed class WriterHealthCheck(IWriterHealth writer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(writer.Trouble is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy());
}
