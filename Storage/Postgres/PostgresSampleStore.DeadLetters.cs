using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.DeadLetters;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

// Samples that the database refused.
internal sealed partial class PostgresSampleStore
{
    public async Task BuryAsync(IReadOnlyList<RefusedSample> samples, CancellationToken cancellationToken)
    {
        var letters = samples.Select(LetterRow.Of).ToList();
        var pending = letters.ConvertAll(letter => letter.Sample.Pending);
        await IngestAsync(
            "dead-letters-bury",
            _ => 0,
            cancellationToken,
            Parameter.Texts(letters.Select(letter => letter.Reason)),
            Parameter.Uuids(letters.Select(letter => letter.Sample.InstanceId)),
            Parameter.Times(pending.Select(item => item.Sample.Timestamp)),
            Parameter.Doubles(pending.Select(item => item.Sample.CpuUsage)),
            Parameter.Longs(pending.Select(item => item.Sample.MemoryUsage)),
            Parameter.Longs(pending.Select(item => item.Sample.MemoryLimit)),
            Parameter.Longs(pending.Select(item => item.Sample.NetworkIn)),
            Parameter.Longs(pending.Select(item => item.Sample.NetworkOut)),
            Parameter.Texts(pending.Select(item => item.Counter?.Source)),
            Parameter.OptionalTimes(pending.Select(item => item.Counter?.StartedAt))).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(
        DeadLetterSelection selection, int limit, long? after, CancellationToken cancellationToken) =>
        await ExecuteAsync(
            "dead-letters", LetterOf, cancellationToken, [.. Selecting(selection), Parameter.Long(after ?? 0), Parameter.Integer(limit)]).ConfigureAwait(false);

    public async Task<long> CountDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        (await ExecuteAsync("dead-letters-count", reader => reader.GetInt64(0), cancellationToken, Selecting(selection)).ConfigureAwait(false))[0];

    public Task<IReadOnlyList<RetriedLetter>> RetryDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        new LetterRetry(this, RefuseAsync).RunAsync(selection, cancellationToken);

    public async Task<long> DropDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        (await ExecuteAsync("dead-letters-drop", reader => reader.GetInt64(0), cancellationToken, Selecting(selection)).ConfigureAwait(false))[0];

    private async Task RefuseAsync(IReadOnlyDictionary<long, string> reasons, CancellationToken cancellationToken) => await ExecuteAsync(
        "dead-letters-refuse", _ => 0, cancellationToken, Parameter.Longs(reasons.Keys), Parameter.Texts(reasons.Values)).ConfigureAwait(false);

    private static NpgsqlParameter[] Selecting(DeadLetterSelection selection) =>
        [Parameter.OptionalLongs(selection.Keys), Parameter.Uuid(selection.InstanceId), Parameter.OptionalTime(selection.RefusedBefore)];

    private static DeadLetter LetterOf(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetFieldValue<DateTimeOffset>(1),
        reader.GetString(2),
        new AppendSample(
            reader.GetGuid(3),
            new PendingSample(
                new Sample(
                    reader.GetFieldValue<DateTimeOffset>(4),
                    reader.GetDouble(5),
                    reader.GetInt64(6),
                    reader.GetInt64(7),
                    reader.GetInt64(8),
                    reader.GetInt64(9)),
                reader.IsDBNull(10) || reader.IsDBNull(11) ? null : new CounterKey(reader.GetString(10), reader.GetFieldValue<DateTimeOffset>(11)))),
        reader.GetBoolean(12));
}
