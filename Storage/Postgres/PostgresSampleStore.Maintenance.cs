using LaunchStack.Metrics.Storage.Postgres.Maintenance;
using Npgsql;

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
        await ExecuteAsync("maintenance-runs", MaintenanceRow.Read, cancellationToken).ConfigureAwait(false);

    public async Task<StoreCondition> ConditionAsync(CancellationToken cancellationToken)
    {
        var tasks = await ExecuteAsync("condition-tasks", TaskOf, cancellationToken).ConfigureAwait(false);
        var (newest, letters) = (await ExecuteAsync(
            "condition",
            reader => (reader.IsDBNull(0) ? (TimeSpan?)null : reader.GetTimeSpan(0), reader.GetInt64(1)),
            cancellationToken).ConfigureAwait(false))[0];
        return new StoreCondition(tasks, newest, letters);
    }

    // How often its own tasks are due, the service knows itself.
    private static StoreTask TaskOf(NpgsqlDataReader reader)
    {
        var name = reader.GetString(0);
        return new StoreTask(
            name,
            reader.IsDBNull(1) ? MaintenanceTask.All.FirstOrDefault(task => task.Name == name)?.Every ?? TimeSpan.Zero : reader.GetTimeSpan(1),
            reader.GetTimeSpan(2),
            reader.GetBoolean(3));
    }
}
