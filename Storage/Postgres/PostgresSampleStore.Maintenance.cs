using LaunchStack.Metrics.Storage.Postgres.Maintenance;

namespace LaunchStack.Metrics.Storage.Postgres;

// What the service does for its database.
internal sealed partial class PostgresSampleStore
{
    public async Task<IReadOnlyList<MaintenanceRun>> MaintainAsync(string runner, CancellationToken cancellationToken)
    {
        try
        {
            return await new PostgresMaintenance(_connections.Query, Open, logger).RunAsync(runner, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw PostgresErrors.Translate(exception);
        }
    }

    public async Task<IReadOnlyList<MaintenanceRun>> MaintenanceRunsAsync(CancellationToken cancellationToken) =>
        await QueryAsync("maintenance-runs", MaintenanceRow.Read, cancellationToken).ConfigureAwait(false);
}
