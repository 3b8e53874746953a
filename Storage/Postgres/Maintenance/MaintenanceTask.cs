namespace LaunchStack.Metrics.Storage.Postgres.Maintenance;

/// <summary>Something that has to be done for the database from time to time, in steps with a transaction each.</summary>
/// <param name="Name">Its name; its steps are the statement <c>maintain-NAME</c> of the tiers that need it.</param>
/// <param name="Every">How long after the start of one run the next is due.</param>
internal sealed record MaintenanceTask(string Name, TimeSpan Every)
{
    /// <summary>Makes chunks or partitions ahead of time.</summary>
    public static MaintenanceTask Ahead { get; } = new("ahead", TimeSpan.FromMinutes(10));

    /// <summary>All tasks, in the order in which they matter to pushes.</summary>
    public static IReadOnlyList<MaintenanceTask> All { get; } =
    [
        Ahead,
        new("rollup", TimeSpan.FromSeconds(30)),
        new("purge", TimeSpan.FromMinutes(1)),
        new("expire", TimeSpan.FromHours(1)),
    ];

    /// <summary>The statement that does one step and answers whether it did something.</summary>
    public string Statement => $"maintain-{Name}";
}
