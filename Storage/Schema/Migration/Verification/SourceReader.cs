using LaunchStack.Metrics.Models;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Reads the source's rows, repaired by the statements themselves.</summary>
/// <param name="database">The source.</param>
/// <param name="shape">What its table is like.</param>
/// <param name="network">What its network columns hold.</param>
/// <param name="survey">Where its days are.</param>
internal sealed class SourceReader(ReadOnlyDatabase database, SourceShape shape, NetworkMode network, SourceSurvey survey)
{
    /// <summary>What the counters said before the next rows to be read.</summary>
    public LastCounters Counters { get; } = new();

    /// <summary>Reads the counters of some time, so that the rows after it can be counted from them.</summary>
    public async Task PassAsync(Span span, CancellationToken cancellationToken)
    {
        var later = new LastCounters();
        foreach (var (instanceId, last) in await database.QueryAsync(
            Statement("source-counters"),
            reader => (reader.GetGuid(0), (In: HourCursors.Optional(reader, 1), Out: HourCursors.Optional(reader, 2))),
            cancellationToken,
            Counters.Parameters(span, PagesOf(span), null)).ConfigureAwait(false))
        {
            later.Note(instanceId, last.In, last.Out);
        }

        Counters.Note(later);
    }

    /// <summary>The hours of some time.</summary>
    public async Task<Cursor<SourceHour>> HoursAsync(Span span, CancellationToken cancellationToken) => new(
        await database.OpenAsync(Statement("source-hours"), cancellationToken, Counters.Parameters(span, PagesOf(span), null)).ConfigureAwait(false),
        HourCursors.ReadSource);

    /// <summary>The rows of some instances in some time.</summary>
    public async Task<Cursor<SourceRow>> RowsAsync(Span span, IReadOnlyCollection<Guid> instances, CancellationToken cancellationToken) => new(
        await database.OpenAsync(Statement("source-rows"), cancellationToken, Counters.Parameters(span, PagesOf(span), instances)).ConfigureAwait(false),
        SourceRow.Read);

    /// <summary>A query of the guide for one instance: over repaired rows for its result, and over the table as it is for its time.</summary>
    /// <param name="name">The query's name.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="time">The time asked for.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="plain">The parameters of the query over the table as it is.</param>
    public async Task<(List<object[]> Rows, double Milliseconds)> QueryAsync(
        string name, Guid instanceId, Span time, string[] columns, TimeProvider clock, CancellationToken cancellationToken, params NpgsqlParameter[] plain)
    {
        // One instance is found by the index that the table has on it.
        var rows = await database.QueryAsync(
            VerificationSql.Source($"source-{name}", shape with { Pages = null }, network, survey.Nulls),
            reader => Array.ConvertAll(columns, column => reader.GetValue(reader.GetOrdinal(column))),
            cancellationToken,
            new LastCounters().Parameters(time, [], [instanceId])).ConfigureAwait(false);
        var (_, milliseconds) = await database.TimeAsync(
            VerificationSql.PlainQuery(name, shape), reader => reader.FieldCount, clock, cancellationToken, plain).ConfigureAwait(false);
        return (rows, milliseconds);
    }

    private string Statement(string name) => VerificationSql.Source(name, shape, network, survey.Nulls);

    private IReadOnlyList<PageRun> PagesOf(Span span) =>
        survey.PagesOf(DateOnly.FromDateTime(span.From.UtcDateTime), DateOnly.FromDateTime(span.Until.UtcDateTime.AddTicks(-1)));
}
