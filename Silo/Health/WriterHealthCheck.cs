using LaunchStack.Metrics.Grains.Writer;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaunchStack.Metrics.Silo.Health;

/// <summary>A silo goes on taking requests while somebody has locked single instances: it only says so.</summary>
internal sealed class WriterHealthCheck(IWriterHealth writer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(writer.Stuck is { } stuck ? HealthCheckResult.Unhealthy(stuck) : HealthCheckResult.Healthy(writer.Trouble));
}
