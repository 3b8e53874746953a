using LaunchStack.Metrics.Storage.Appending;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>Looks up rows that are in the store already.</summary>
internal static class StoredRows
{
    /// <summary>The instances of those rows that are stored, by id.</summary>
    public static async Task<Dictionary<Guid, Guid>> FindAsync(
        AppendTransaction append, IReadOnlyCollection<AppendRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var stored = await append.ReadAsync(
            "append-find-stored",
            reader => (Id: reader.GetGuid(0), InstanceId: reader.GetGuid(1)),
            cancellationToken,
            Parameter.Uuids(rows.Select(row => row.Id)),
            Parameter.Times(rows.Select(row => row.Timestamp)),
            Parameter.Time(rows.Min(row => row.Timestamp)),
            Parameter.Time(rows.Max(row => row.Timestamp))).ConfigureAwait(false);
        return stored.ToDictionary(row => row.Id, row => row.InstanceId);
    }
}
