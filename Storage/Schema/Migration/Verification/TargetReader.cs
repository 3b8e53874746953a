using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Reads the target's rows and aggregates.</summary>
/// <param name="database">The target.</param>
/// <param name="lifecycle">How long its rows live.</param>
internal sealed class TargetReader(ReadOnlyDatabase database, Lifecycle lifecycle)
{
    /// <summary>How long its rows live.</summary>
    public Lifecycle Lifecycle => lifecycle;

    /// <summary>Finds out what the target is.</summary>
    /// <exception cref="StoreSchemaException">It has no schema of the service.</exception>
    public static async Task<TargetReader> OpenAsync(ReadOnlyDatabase database, CancellationToken cancellationToken)
    {
        var lifecycle = await database.WithConnectionAsync(
            async connection =>
            {
                var facts = await ServerFacts.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
                return TierFolders.Installed(facts.Journal) is { } tier
                    ? await LifecycleTable.ReadAsync(connection, new PostgresStatements(TierFolders.Of(tier)), cancellationToken).ConfigureAwait(false)
                    : throw new StoreSchemaException($"target {database.Description} is not set up: run launchstack db setup");
            },
            cancellationToken).ConfigureAwait(false);
        return new TargetReader(database, lifecycle);
    }

    /// <summary>The hours of some time, from rows.</summary>
    public async Task<Cursor<TargetHour>> HoursAsync(Span span, CancellationToken cancellationToken) => new(
        await database.OpenAsync(
            VerificationSql.TargetHours, cancellationToken, Parameter.Time(span.From), Parameter.Time(span.Until)).ConfigureAwait(false),
        HourCursors.ReadTarget);

    /// <summary>The hours that begin in some time, from the aggregates.</summary>
    public async Task<Cursor<AggregatedHour>> AggregatesAsync(Span span, CancellationToken cancellationToken) => new(
        await database.OpenAsync(
            VerificationSql.TargetAggregates, cancellationToken, Parameter.Time(span.From), Parameter.Time(span.Until)).ConfigureAwait(false),
        AggregatedHour.Read);

    /// <summary>The rows of some instances in some time.</summary>
    public async Task<Cursor<TargetRow>> RowsAsync(Span span, IReadOnlyCollection<Guid> instances, CancellationToken cancellationToken) => new(
        await database.OpenAsync(
            VerificationSql.TargetRows,
            cancellationToken,
            Parameter.Time(span.From),
            Parameter.Time(span.Until),
            Parameter.Uuids(instances)).ConfigureAwait(false),
        TargetRow.Read);

    /// <summary>A query of the guide, and how long it takes.</summary>
    /// <param name="name">The query's name.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="parameters">The query's parameters.</param>
    public Task<(List<object[]> Rows, double Milliseconds)> QueryAsync(
        string name, string[] columns, TimeProvider clock, CancellationToken cancellationToken, params Npgsql.NpgsqlParameter[] parameters) =>
        database.TimeAsync(
            VerificationSql.TargetQuery(name),
            reader => Array.ConvertAll(columns, column => reader.GetValue(reader.GetOrdinal(column))),
            clock,
            cancellationToken,
            parameters);
}
