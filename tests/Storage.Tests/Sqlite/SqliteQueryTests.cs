using System.Diagnostics;
using LaunchStack.Metrics.Storage.Sqlite;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Storage.Tests.Sqlite;

/// <summary>A query ends with its caller, or with its time.</summary>
public sealed class SqliteQueryTests
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    // Far more steps than lie between two looks at whether the caller is still there.
    private const string Long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT count(*) FROM n";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_ends_within_a_second_of_its_cancellation_and_its_connection_goes_on()
    {
        await using var place = new SqlitePlace();
        await using var database = new SqliteDatabase(place.File, TimeSpan.FromMinutes(5), NullLogger.Instance);
        await database.OpenAsync(applySchema: true, Cancel);

        // A busy machine may give none of the threads its turn for so long, but not each time.
        var attempts = 0;
        do
        {
            Assert.InRange(++attempts, 1, 10);
        }
        while (await CancelAsync(database) > Second);

        Assert.Equal(20_000, await database.QueryTransactionAsync(transaction => Run(transaction, Long), Cancel));
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_ended_and_its_connection_goes_on()
    {
        await using var place = new SqlitePlace();
        var limit = TimeSpan.FromMilliseconds(50);
        await using var database = new SqliteDatabase(place.File, limit, NullLogger.Instance);
        await database.OpenAsync(applySchema: true, Cancel);

        var error = await Assert.ThrowsAsync<QueryTimeoutException>(() => database.QueryTransactionAsync(transaction => Run(transaction, Endless), Cancel));
        Assert.Equal(limit, error.Limit);

        // The writer has no limit, and neither has what is read for it.
        Assert.Equal(20_000, await database.WriteAsync(transaction => Run(transaction, Long), Cancel));
        Assert.Single(await database.ReadAsync("condition", _ => true, Cancel));
    }

    [Fact]
    public async Task What_is_being_written_when_the_database_is_closed_is_committed()
    {
        await using var place = new SqlitePlace();
        await using var database = new SqliteDatabase(place.File, Second, NullLogger.Instance);
        await database.OpenAsync(applySchema: true, Cancel);
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var writing = database.WriteAsync(
            transaction =>
            {
                begun.Release();
                Assert.True(goOn.Wait(Deadline.Default));
                return Run(transaction, Long);
            },
            Cancel);
        await begun.WaitAsync(Cancel);

        var closing = database.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        goOn.Release();
        await closing;
        Assert.Equal(20_000, await writing);
    }

    [Fact]
    public async Task The_limit_is_the_stores_option()
    {
        await using var place = new SqlitePlace();
        await using var store = place.Create(TimeProvider.System, new SqliteStoreOptions { QueryTimeout = TimeSpan.FromMilliseconds(1) }).Samples;
        await store.OpenAsync(applySchema: true, Cancel);
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        place.Execute(
            """
            INSERT INTO resource_usage
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            SELECT randomblob(16), ?1, i, abs(random() % 100), i, 0, 0, 0 FROM n
            """,
            id.ToByteArray(bigEndian: true));
        var range = new TimeRange(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        await Assert.ThrowsAsync<QueryTimeoutException>(() => store.PercentilesAsync(id, range, [], Cancel));
        await Assert.ThrowsAsync<QueryTimeoutException>(() => store.FleetUsageAsync(null, [range], [], Cancel));
        Assert.Contains(id, await store.FindInstancesAsync([id], Cancel));
    }

    [Fact]
    public async Task Queries_that_take_all_their_turns_keep_nothing_else_waiting()
    {
        await using var place = new SqlitePlace();
        await using var database = new SqliteDatabase(place.File, TimeSpan.FromMinutes(5), NullLogger.Instance);
        await database.OpenAsync(applySchema: true, Cancel);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var started = new CountdownEvent(8);

        // Each of them keeps a thread, and the pool makes new ones slowly.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 16), ports);
        Task[] queries =
        [
            .. Enumerable.Range(0, 8).Select(_ => database.QueryTransactionAsync(
                transaction =>
                {
                    started.Signal();
                    gone.Token.WaitHandle.WaitOne();
                    return Run(transaction, Endless);
                },
                gone.Token)),
        ];
        await Task.Factory.StartNew(() => started.Wait(Cancel), Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.Single(await database.ReadAsync("ping", _ => 0, Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(queries));
    }

    private static async Task<TimeSpan> CancelAsync(SqliteDatabase database)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var runs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var query = database.QueryTransactionAsync(
            transaction =>
            {
                // A first statement, so that what follows is one within a transaction that has begun.
                Run(transaction, Long);
                runs.SetResult();
                return Run(transaction, Endless);
            },
            gone.Token);
        await runs.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        var watch = Stopwatch.StartNew();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
        return watch.Elapsed;
    }

    private static long Run(SqliteTransaction transaction, string statement)
    {
        using var command = new SqliteCommand(statement, transaction.Connection, transaction);
        return (long)command.ExecuteScalar()!;
    }
}
