using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema;
using LaunchStack.Metrics.Storage.Sqlite;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Sqlite;

/// <summary>What happens to a file as time goes by.</summary>
public sealed class SqliteLifecycleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raw_rows_expire_and_their_hours_and_days_stay_until_their_own_time()
    {
        await using var place = new SqlitePlace();
        await using var store = await OpenAsync(place);
        var id = await AppendAsync(store, Now.AddDays(-60), Now, TimeSpan.FromMinutes(30));
        var before = await AnswersAsync(store, id);

        var runs = await store.MaintainAsync("tests", Cancel);

        Assert.Equal(["rollup", "purge", "expire"], runs.Select(run => run.Task));
        Assert.All(runs, run => Assert.True(run is { Error: null, FinishedAt: not null, Runner: "tests" }));
        Assert.Equal(Timestamps.Day(Now.AddDays(-30)), (await store.RecentAsync(id, int.MaxValue, null, Cancel))[^1].Sample.Timestamp);
        Assert.Equal(before, await AnswersAsync(store, id));

        // Another year on, all that is left are no hours at all, and nothing is due twice within its time.
        _time.SetUtcNow(Now.AddDays(401));
        Assert.Equal(3, (await store.MaintainAsync("tests", Cancel)).Count);
        Assert.Empty(await store.MaintainAsync("tests", Cancel));
        Assert.Empty(await store.HourlyAsync(id, DateTimeOffset.MinValue, Now.AddDays(-1), Cancel));
    }

    [Fact]
    public async Task A_late_row_of_an_hour_that_has_expired_is_added_to_it()
    {
        await using var place = new SqlitePlace();
        await using var store = await OpenAsync(place);
        var old = Now.AddDays(-40);
        var id = await AppendAsync(store, old, old.AddHours(1), TimeSpan.FromMinutes(10));
        await store.MaintainAsync("tests", Cancel);
        Assert.Empty(await store.RecentAsync(id, 10, null, Cancel));
        await AppendAsync(store, id, [new Sample(old.AddMinutes(5), 99, 1, 2, 1_000_000, 4)]);
        _time.Advance(TimeSpan.FromHours(2));
        await store.MaintainAsync("tests", Cancel);
        var hour = Assert.Single(await store.HourlyAsync(id, old, old.AddHours(1), Cancel));
        Assert.Equal((7L, 99.0), (hour.SampleCount, hour.MaxCpu));
    }

    [Fact]
    public async Task An_hour_that_was_changed_by_hand_is_right_at_once_and_after_its_repair_and_after_its_rows_have_expired()
    {
        await using var place = new SqlitePlace();
        await using var store = await OpenAsync(place);
        var start = Now.AddDays(-2);
        var id = await AppendAsync(store, start, start.AddHours(3), TimeSpan.FromMinutes(10));
        place.Execute("DELETE FROM resource_usage WHERE timestamp / 600000000 % 3 = 0 OR timestamp < ?1", Timestamps.ToUnixMicroseconds(start.AddMinutes(35)));
        place.Execute("UPDATE resource_usage SET network_in = 5, cpu_usage = 7 WHERE timestamp >= ?1", Timestamps.ToUnixMicroseconds(start.AddHours(2)));
        var raw = (await store.RecentAsync(id, 100, null, Cancel)).Select(row => row.Sample).ToList();
        async Task AssertRightAsync()
        {
            var hours = await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
            Assert.Equal(
                raw.GroupBy(row => Timestamps.Hour(row.Timestamp)).Select(hour => (hour.Key, hour.LongCount(), hour.Sum(row => (decimal)row.NetworkIn), hour.Max(row => row.CpuUsage))),
                hours.Select(hour => (hour.Bucket, hour.SampleCount, hour.TotalNetworkIn, hour.MaxCpu)));
        }

        await AssertRightAsync();
        await store.MaintainAsync("tests", Cancel);
        Assert.Equal(0L, place.Execute("SELECT count(*) FROM resource_usage_dirty")[0]);
        await AssertRightAsync();

        // Marked and not repaired when its rows have to go: the repair comes first.
        place.Execute("DELETE FROM resource_usage WHERE timestamp = ?1", Timestamps.ToUnixMicroseconds(raw[0].Timestamp));
        raw.RemoveAt(0);
        _time.Advance(TimeSpan.FromDays(31));
        await store.MaintainAsync("tests", Cancel);
        Assert.Empty(await store.RecentAsync(id, 10, null, Cancel));
        await AssertRightAsync();
    }

    [Fact]
    public async Task Values_are_kept_by_who_sets_none_and_a_broken_chain_is_refused()
    {
        await using var place = new SqlitePlace();
        var retention = LifecycleValue.All.Single(value => value.Option == nameof(Lifecycle.RawRetention));
        var options = new SqliteStoreOptions { Lifecycle = new Dictionary<LifecycleValue, TimeSpan> { [retention] = TimeSpan.FromDays(40) } };
        await using (var first = place.Create(_time, options).Samples)
        {
            await first.OpenAsync(applySchema: true, Cancel);
        }

        await using (var second = await OpenAsync(place))
        {
            Assert.Equal(new Lifecycle() with { RawRetention = TimeSpan.FromDays(40) }, second.Lifecycle);
        }

        await using var late = place.Create(_time, new SqliteStoreOptions { AcceptLate = TimeSpan.FromDays(28) }).Samples;
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => late.OpenAsync(applySchema: true, Cancel));
        Assert.StartsWith("Metrics:RefreshWindow is 28.00:00:00: must be at least 28.01:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_up_to_date_with_its_rows()
    {
        await using var place = new SqlitePlace();
        Directory.CreateDirectory(Path.GetDirectoryName(place.File)!);
        await using (var connection = new SqliteConnection($"Data Source={place.File};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            using var command = connection.CreateCommand();
            command.CommandText = $"CREATE TABLE {SchemaScripts.JournalTable} (SchemaVersionID INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, ScriptName TEXT NOT NULL, Applied DATETIME NOT NULL);";
            foreach (var script in (string[])["sqlite/incremental/001-tables.sql", "sqlite/incremental/002-grain-state.sql"])
            {
                command.CommandText += $"{SqlText.Read(script)}\nINSERT INTO {SchemaScripts.JournalTable} (ScriptName, Applied) VALUES ('{script}', datetime('now'));\n";
            }

            command.CommandText += """
                CREATE VIEW resource_usage_hourly AS SELECT instance_id, timestamp FROM resource_usage;
                INSERT INTO instances VALUES (x'00000000000000000000000000000007', 'old', 0);
                INSERT INTO resource_usage SELECT randomblob(16), x'00000000000000000000000000000007', 3600000000 * value, 1, 2, 3, 9223372036854775807, 5 FROM (WITH RECURSIVE n (value) AS (VALUES (1) UNION ALL SELECT value + 1 FROM n WHERE value < 48) SELECT value FROM n);
                """;
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var store = await OpenAsync(place);
        var id = Assert.Single(await store.InstancesAsync(10, null, Cancel)).Id;
        Assert.Equal(48, (await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Count);
        Assert.Equal(48m * long.MaxValue, (await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Sum(day => day.TotalNetworkIn));
    }

    private static async Task<(string Hours, string Days)> AnswersAsync(ISampleStore store, Guid id) => (
        string.Join('\n', await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)),
        string.Join('\n', await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)));

    private static async Task<Guid> AppendAsync(ISampleStore store, DateTimeOffset from, DateTimeOffset to, TimeSpan every)
    {
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        var count = (int)((to - from) / every);
        await AppendAsync(store, id, Enumerable.Range(0, count).Select(n => new Sample(from + (n * every), n % 50, n, 2, n, 4)));
        return id;
    }

    private static async Task AppendAsync(ISampleStore store, Guid id, IEnumerable<Sample> samples) =>
        await store.AppendAsync([.. samples.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);

    private async Task<ISampleStore> OpenAsync(SqlitePlace place)
    {
        var store = place.Create(_time, new SqliteStoreOptions()).Samples;
        await store.OpenAsync(applySchema: true, Cancel);
        return store;
    }
}
