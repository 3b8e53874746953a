using LaunchStack.Metrics.Storage.Postgres.Maintenance;
using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>What silos do for the database.</summary>
internal sealed class MaintenanceCheck : ICheck
{
    public string Name => "maintenance";

    public async Task<IReadOnlyList<Verdict>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var tasks = MaintenanceTask.All.Where(task => examination.Statements.Has(task.Statement)).ToDictionary(task => task.Name, task => task.Every);
        var runs = await examination.QueryAsync("maintenance-runs", MaintenanceRow.Read, cancellationToken).ConfigureAwait(false);
        return MaintenanceRule.Judge(tasks, runs, examination.Time.GetUtcNow());
    }
}
