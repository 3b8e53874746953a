using System.Diagnostics;
using System.Globalization;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>A lock on the table of samples, which queries wait for.</summary>
internal sealed class HeldTable : IAsyncDisposable
{
    // For a busy machine. The server would end a query by itself after ten.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly NpgsqlConnection _holder;
    private readonly NpgsqlConnection _observer;

    private HeldTable(PostgresDatabase database)
    {
        _holder = new NpgsqlConnection(database.ConnectionString);

        // Not the same one: a transaction sees others' activity as it was at first.
        _observer = new NpgsqlConnection(database.ConnectionString);
    }

    public static async Task<HeldTable> HoldAsync(PostgresDatabase database)
    {
        var held = new HeldTable(database);
        await held._holder.OpenAsync();
        await held._observer.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE resource_usage IN ACCESS EXCLUSIVE MODE", held._holder);
        await command.ExecuteNonQueryAsync();
        return held;
    }

    /// <summary>Waits until exactly so many queries of the service wait for the lock.</summary>
    public Task WaitAsync(int expected) => Deadline.UntilAsync(
        async () =>
        {
            var found = await CountAsync();
            return found == expected ? true : throw new InvalidOperationException($"{found} wait");
        },
        Soon,
        $"{expected} queries to wait");

    /// <summary>How long it takes from what somebody does until exactly so many queries wait.</summary>
    public async Task<TimeSpan> TimeAsync(Func<Task> act, int expected)
    {
        var watch = Stopwatch.StartNew();
        await act();
        await WaitAsync(expected);
        return watch.Elapsed;
    }

    public async Task LetGoAsync()
    {
        await using var command = new NpgsqlCommand("ROLLBACK", _holder);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _holder.DisposeAsync();
        await _observer.DisposeAsync();
    }

    private async Task<int> CountAsync()
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'launchstack-metrics' AND wait_event_type = 'Lock' AND query LIKE '%FROM resource_usage%'
            """,
            _observer);
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
