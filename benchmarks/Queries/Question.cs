using LaunchStack.Metrics.Benchmarks.Databases;

namespace LaunchStack.Metrics.Benchmarks.Queries;

/// <summary>What is asked about one instance, of the product and of the old table.</summary>
/// <param name="Name">For people.</param>
/// <param name="New">Asks the product.</param>
/// <param name="Old">Asks the old table for the same.</param>
internal sealed record Question(string Name, Asking New, Asking Old)
{
    public static IReadOnlyList<Question> All { get; } =
    [
        new("hourly CPU of the past day (the guide's query)", Sql("past-day"), Sql("past-day-old")),
        new("30-day dashboard by hour", Sql("dashboard"), Sql("dashboard-old")),
        new("the same through the store", StoreAsync, Sql("dashboard-old")),
        new("30-day dashboard by day", Sql("dashboard-daily"), Sql("dashboard-daily-old")),
    ];

    private static Asking Sql(string name)
    {
        var query = SqlFile.Read(name);
        return async (database, instance, cancellationToken) =>
            (await database.ListAsync(query, reader => reader.GetDateTime(0), cancellationToken, instance)).Count;
    }

    private static async Task<int> StoreAsync(BenchmarkDatabase database, Guid instance, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (await database.Store.HourlyAsync(instance, now.AddDays(-30), now, cancellationToken)).Count;
    }
}
