using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

/// <summary>Late samples in large numbers, into compressed chunks.</summary>
public sealed class LateTests(TimescaleFixture fixture) : IClassFixture<TimescaleFixture>
{
    // Rows of an instance in the compressed chunk: a batch of the columnstore for each instance. Late samples are worth a decompression from
    // 25 times as many on, whatever the number of instances.
    private const int PerInstance = 60;
    private const int Worthwhile = 25 * PerInstance;

    private static readonly DateTimeOffset Day = Timestamps.Day(Rows.ThisHour).AddDays(-12);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_late_samples_are_stored_in_a_chunk_that_is_decompressed_for_them_and_compressed_again_when_they_are_all_there()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var before = await CompressedAsync(place, store);

        var late = await AppendLateAsync(store, Worthwhile + 1);
        Assert.Equal((false, false), await StateAsync(place));
        await AppendLateAsync(store, 10);
        await store.SettleLateAsync(Cancel);

        Assert.Equal((true, false), await StateAsync(place));
        await AssertStoredAsync(store, before);
        await AssertStoredAsync(store, late);
    }

    [Fact]
    public async Task Few_late_samples_leave_the_chunk_compressed()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var before = await CompressedAsync(place, store);

        var late = await AppendLateAsync(store, Worthwhile - 1);

        Assert.Equal((true, true), await StateAsync(place));
        await AssertStoredAsync(store, before);
        await AssertStoredAsync(store, late);
    }

    [Fact]
    public async Task A_chunk_that_is_left_open_is_compressed_by_the_policy()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        await CompressedAsync(place, store);
        await AppendLateAsync(store, Worthwhile + 1);
        Assert.Equal((false, false), await StateAsync(place));

        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage");

        Assert.Equal((true, false), await StateAsync(place));
    }

    [Fact]
    public async Task Late_samples_do_not_wait_for_whoever_holds_their_chunk()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        await CompressedAsync(place, store);
        await using var reader = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await reader.OpenAsync(Cancel);
        await using var transaction = await reader.BeginTransactionAsync(Cancel);
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM resource_usage", reader))
        {
            await read.ExecuteScalarAsync(Cancel);
        }

        var late = await AppendLateAsync(store, Worthwhile + 1);

        Assert.Equal((true, true), await StateAsync(place));
        await AssertStoredAsync(store, late);
    }

    private static async Task<(Guid, List<Sample>)> CompressedAsync(PostgresPlace place, ISampleStore store)
    {
        var ids = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();
        await store.RegisterInstancesAsync(ids, Cancel);
        var samples = new List<Sample>();
        foreach (var id in ids)
        {
            samples = await Rows.AppendAsync(store, id, Day, Day.AddMinutes(PerInstance), TimeSpan.FromMinutes(1));
        }

        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage");
        Assert.Equal((true, false), await StateAsync(place));
        return (ids[^1], samples);
    }

    private static async Task<(Guid, List<Sample>)> AppendLateAsync(ISampleStore store, int count)
    {
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await store.PrepareLateAsync(Day.AddHours(1), Day.AddHours(1).AddSeconds(count - 1), count, Cancel);
        return (id, await Rows.AppendAsync(store, id, Day.AddHours(1), Day.AddHours(1).AddSeconds(count), TimeSpan.FromSeconds(1)));
    }

    private static async Task AssertStoredAsync(ISampleStore store, (Guid InstanceId, List<Sample> Samples) expected)
    {
        var stored = await store.RecentAsync(expected.InstanceId, int.MaxValue, null, Cancel);
        Assert.Equal(expected.Samples, stored.Select(row => row.Sample).Reverse());
    }

    /// <summary>Whether the day's chunk is compressed, and whether it has rows beside the compressed ones then.</summary>
    private static async Task<(bool IsCompressed, bool IsPartial)> StateAsync(PostgresPlace place)
    {
        var state = Assert.Single(await place.QueryAsync(
            """
            SELECT c.status & 1 <> 0, c.status & 8 <> 0
            FROM launchstack_parts() AS p
            JOIN _timescaledb_catalog.chunk AS c ON format('%I.%I', c.schema_name, c.table_name)::REGCLASS = p.part
            WHERE p.starts = $1
            """,
            Day.UtcDateTime));
        return ((bool)state[0], (bool)state[1]);
    }
}
