using System.Data;
using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Databases;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>
/// A moment of a run: which rows were committed by then, and who had used how much CPU. Holds a snapshot, so that rows are counted when nothing
/// is measured any more.
/// </summary>
internal sealed class Mark : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly long _timestamp;
    private readonly CpuTimes _cpu;

    private Mark(NpgsqlConnection connection, NpgsqlTransaction transaction, CpuTimes cpu) =>
        (_connection, _transaction, _cpu, _timestamp) = (connection, transaction, cpu, Stopwatch.GetTimestamp());

    public static async Task<Mark> SetAsync(BenchmarkDatabase database, Func<CpuTimes> cpu, CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var snapshot = new NpgsqlCommand("SELECT 1", connection, transaction);
            await snapshot.ExecuteScalarAsync(cancellationToken);
            return new Mark(connection, transaction, cpu());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many rows of a time or later were there.</summary>
    public async Task<long> CountAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        // Ids rise with time: the newest ones lie together in the primary key.
        await using var count = new NpgsqlCommand(SqlFile.Read("rows-since"), _connection, _transaction) { CommandTimeout = 0 };
        count.Parameters.Add(new NpgsqlParameter { Value = Models.SampleId.Derive(0, since) });
        count.Parameters.Add(new NpgsqlParameter { Value = since });
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>What happened since an earlier mark.</summary>
    public async Task<Stretch> SinceAsync(Mark earlier, DateTimeOffset rowsSince, CancellationToken cancellationToken) => new(
        await CountAsync(rowsSince, cancellationToken) - await earlier.CountAsync(rowsSince, cancellationToken),
        Stopwatch.GetElapsedTime(earlier._timestamp, _timestamp).TotalSeconds,
        _cpu - earlier._cpu);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
