namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>Made-up samples of a whole platform, in the order in which they would arrive.</summary>
internal static class WorkloadRows
{
    /// <summary>The instances of a plan, in their first state.</summary>
    public static ModelledInstance[] InstancesOf(WorkloadPlan plan) =>
        [.. Enumerable.Range(0, plan.Instances).Select(number => new ModelledInstance(plan, number)).OrderBy(instance => instance.Phase)];

    /// <summary>All samples of a plan.</summary>
    public static IEnumerable<WorkloadRow> Of(WorkloadPlan plan)
    {
        var instances = InstancesOf(plan);
        for (var step = 0L; step < plan.Steps; step++)
        {
            foreach (var instance in instances)
            {
                yield return new WorkloadRow(instance, instance.Next(step));
            }
        }
    }
}
