using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaunchStack.Metrics.Silo.Health;

internal sealed class SiloHealthCheck(SiloState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the silo is starting or stopping"));
}
