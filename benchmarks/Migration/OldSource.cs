using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary>A database with LaunchStack's old table in plain PostgreSQL.</summary>
internal sealed class OldSource : IAsyncDisposable
{
    private const int RowsPerStatement = 500_000;

    // Less than the target keeps, so that all of it is copied.
    private static readonly TimeSpan Span = TimeSpan.FromDays(28);

    private readonly PostgresDatabase _home;

    private OldSource(PostgresDatabase home) => _home = home;

    public string ConnectionString => _home.ConnectionString;

    public long Rows { get; private set; }

    /// <summary>The old table with its indexes.</summary>
    public long Bytes { get; private set; }

    public static async Task<OldSource> CreateAsync(
        PostgresServer server, long steps, int instances, DateTimeOffset end, RunLog log, CancellationToken cancellationToken)
    {
        var made = new OldSource(await PostgresDatabase.CreateAsync(server));
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(made.ConnectionString) { CommandTimeout = 0, Pooling = false }.ConnectionString);
        log.Say($"old table: {steps * instances} rows");
        await ExecuteAsync(source, SqlFile.Read("old-table"), cancellationToken);
        foreach (var statement in SqlFile.Read("migrate-instances").Split(';'))
        {
            await ExecuteAsync(source, statement.Replace("$1", $"{instances}", StringComparison.Ordinal), cancellationToken);
        }

        var stretch = Math.Max(1, RowsPerStatement / instances);
        for (var step = 0L; step < steps; step += stretch)
        {
            await ExecuteAsync(
                source, SqlFile.Read("migrate-fill"), cancellationToken, step, Math.Min(steps, step + stretch) - 1, end - Span, Span / steps);
        }

        foreach (var statement in (string[])[.. SqlFile.Read("old-indexes").Split(';'), "VACUUM (ANALYZE) resource_usages"])
        {
            await ExecuteAsync(source, statement, cancellationToken);
        }

        await using var size = source.CreateCommand("SELECT pg_total_relation_size('resource_usages')");
        made.Bytes = (long)(await size.ExecuteScalarAsync(cancellationToken))!;
        made.Rows = steps * instances;
        return made;
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    private static async Task ExecuteAsync(NpgsqlDataSource source, string statement, CancellationToken cancellationToken, params object[] parameters)
    {
        if (string.IsNullOrWhiteSpace(statement))
        {
            return;
        }

        await using var command = source.CreateCommand(statement);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
