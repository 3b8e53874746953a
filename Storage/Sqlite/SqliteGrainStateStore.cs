namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>Grain state in the samples' file.</summary>
/// <param name="database">The file.</param>
internal sealed class SqliteGrainStateStore(SqliteDatabase database) : IGrainStateStore
{
    public async Task<GrainStateDocument?> ReadAsync(string name, string key, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            "grain-state-read",
            reader => new GrainStateDocument(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)),
            cancellationToken,
            name,
            key).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public Task<long?> WriteAsync(string name, string key, byte[] payload, long? expectedVersion, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                using var command = expectedVersion is { } version
                    ? database.Command(transaction, "grain-state-update", name, key, payload, version)
                    : database.Command(transaction, "grain-state-insert", name, key, payload);
                return command.ExecuteScalar() as long?;
            },
            cancellationToken);

    public Task<bool> ClearAsync(string name, string key, long expectedVersion, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                using var command = database.Command(transaction, "grain-state-clear", name, key, expectedVersion);
                return command.ExecuteNonQuery() == 1;
            },
            cancellationToken);
}
