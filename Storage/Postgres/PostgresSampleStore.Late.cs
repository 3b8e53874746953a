using System.Collections.Concurrent;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

// Late samples in large numbers: the chunks that they belong to are decompressed, and compressed again when no more of them wait. Which
// numbers are large is in sql/timescale/idempotent/025-late.sql. Rows can be stored without this, so what fails here is only said.
internal sealed partial class PostgresSampleStore
{
    // Fewer are never worth it: asking would cost more than it saves.
    private const int LeastLate = 500;

    private static readonly TimeSpan LateTimeout = TimeSpan.FromMinutes(1);

    // Somebody reads the chunk for long, or it is larger than was thought: each attempt is work that is thrown away, for server and readers.
    private static readonly TimeSpan LatePause = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, bool> _openedForLate = new();
    private long _lateNotBefore;

    public async Task PrepareLateAsync(DateTimeOffset oldest, DateTimeOffset newest, int samples, CancellationToken cancellationToken)
    {
        if (samples < LeastLate || Open.CompressAfter is not { } age || oldest >= options.Time.GetUtcNow() - age
            || options.Time.GetUtcNow().UtcTicks < Volatile.Read(ref _lateNotBefore))
        {
            return;
        }

        var opened = await TryAsync(
            "late-open",
            reader => reader.GetString(0),
            cancellationToken,
            Parameter.Time(oldest),
            Parameter.Time(newest),
            Parameter.Long(samples)).ConfigureAwait(false);
        if (opened is null)
        {
            Volatile.Write(ref _lateNotBefore, (options.Time.GetUtcNow() + LatePause).UtcTicks);
            return;
        }

        foreach (var chunk in opened)
        {
            StoreLog.OpenedForLate(logger, chunk, samples);
            _openedForLate[chunk] = true;
        }
    }

    public async Task SettleLateAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in _openedForLate.Keys)
        {
            _openedForLate.TryRemove(chunk, out _);
            await TryAsync("late-close", _ => 0, cancellationToken, Parameter.Text(chunk)).ConfigureAwait(false);
        }
    }

    private async Task<List<T>?> TryAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        try
        {
            return await ExecuteAsync(_connections.Ingest, LateTimeout, statement, read, cancellationToken, parameters).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nothing depends on it, however it fails.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            StoreLog.LateGaveWay(logger, statement, exception.Message);
            return null;
        }
    }
}
