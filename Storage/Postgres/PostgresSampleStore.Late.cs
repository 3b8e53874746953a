using System.Collections.Concurrent;
using LaunchStack.Metrics.Storage.Appending;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

// Late samples in large numbers: the chunks that they belong to are decompressed, and compressed again when no more of them wait. Which
// numbers are large is in sql/timescale/idempotent/025-late.sql. Rows can be stored without this, so what fails here is only said.
internal sealed partial class PostgresSampleStore
{
    // Fewer are never worth it: asking would cost more than it saves.
    private const int LeastLate = 500;

    private static readonly TimeSpan LateTimeout = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _openedForLate = new();

    public async Task SettleLateAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in _openedForLate.Keys)
        {
            _openedForLate.TryRemove(chunk, out _);
            await TryAsync("late-close", _ => 0, cancellationToken, Parameter.Text(chunk)).ConfigureAwait(false);
        }
    }

    private async Task OpenForLateAsync(AppendBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Rows.Count < LeastLate)
        {
            return;
        }

        var opened = await TryAsync(
            "late-open",
            reader => reader.GetString(0),
            cancellationToken,
            Parameter.Time(batch.Oldest),
            Parameter.Time(batch.Rows.Max(row => row.Timestamp)),
            Parameter.Long(batch.Rows.Count)).ConfigureAwait(false);
        foreach (var chunk in opened)
        {
            StoreLog.OpenedForLate(logger, chunk, batch.Rows.Count);
            _openedForLate[chunk] = true;
        }
    }

    private async Task<List<T>> TryAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        try
        {
            return await QueryAsync(LateTimeout, statement, read, cancellationToken, parameters).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreDataException)
        {
            StoreLog.LateGaveWay(logger, statement, exception.Message);
            return [];
        }
    }
}
