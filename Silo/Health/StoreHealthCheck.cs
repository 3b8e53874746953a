using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaunchStack.Metrics.Silo.Health;

internal sealed class StoreHealthCheck(ISampleStore store, SiloState state) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!state.IsReady)
        {
            return HealthCheckResult.Unhealthy("the database was not reached yet");
        }

        try
        {
            await store.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy(store.Description);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
