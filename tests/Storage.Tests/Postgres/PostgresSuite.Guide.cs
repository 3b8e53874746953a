using LaunchStack.Metrics.Models;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// The migration guide's schema, ids and queries.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task Sql_and_csharp_derive_the_ids_of_the_vectors()
    {
        var place = await fixture.PostgresAsync();
        await place.StoreAsync();
        foreach (var (instanceId, timestamp, id) in SampleIdVectors.All())
        {
            var rows = await place.QueryAsync("SELECT launchstack_sample_id($1, $2)", instanceId, timestamp.UtcDateTime);
            Assert.Equal(id, rows[0][0]);
            Assert.Equal(id, SampleId.Derive(instanceId, timestamp));
        }

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => place.QueryAsync("SELECT launchstack_sample_id($1, $2)", Guid.NewGuid(), DateTime.UnixEpoch.AddTicks(-10)));
        Assert.Equal(PostgresErrorCodes.DatetimeFieldOverflow, refusal.SqlState);
    }

    [Fact]
    public async Task The_guides_queries_run_as_they_are_written()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        var now = TimeProvider.System.GetUtcNow();
        await store.AppendAsync([new AppendSample(id, new PendingSample(new Sample(now, 50, 1, 2, 3, 4), null))], Cancel);
        var raw = await place.QueryAsync($"""
            SELECT * FROM resource_usage 
            WHERE instance_id = '{id}' 
            ORDER BY timestamp DESC 
            LIMIT 60;
            """);
        Assert.Equal([SampleId.Derive(id, now), id, Timestamps.Floor(now).UtcDateTime, 50.0, 1L, 2L, 3L, 4L], Assert.Single(raw));
        var hourly = await place.QueryAsync($"""
            SELECT bucket, avg_cpu
            FROM resource_usage_hourly
            WHERE instance_id = '{id}'
              AND bucket > NOW() - INTERVAL '1 day'
            ORDER BY bucket DESC;
            """);
        Assert.Equal([Timestamps.Hour(now).UtcDateTime, 50.0], Assert.Single(hourly));
    }

    [Fact]
    public async Task The_schema_is_the_guides_with_more_columns_at_the_views_end()
    {
        var place = await fixture.PostgresAsync();
        await place.StoreAsync();
        Assert.Equal(
            "id uuid, instance_id uuid, timestamp timestamp with time zone, cpu_usage double precision, memory_usage bigint, memory_limit bigint, network_in bigint, network_out bigint",
            await ColumnsAsync(place, "resource_usage"));
        Assert.Equal(
            "instance_id uuid, bucket timestamp with time zone, avg_cpu double precision, max_cpu double precision, avg_memory numeric, max_memory bigint, total_network_in numeric, total_network_out numeric, sample_count bigint, sum_cpu double precision, min_cpu double precision, sum_memory numeric, min_memory bigint, max_memory_limit bigint",
            await ColumnsAsync(place, "resource_usage_hourly"));
        var keys = await place.QueryAsync(
            "SELECT string_agg(pg_get_constraintdef(oid), '; ' ORDER BY contype DESC) FROM pg_constraint WHERE conrelid = 'resource_usage'::regclass AND contype IN ('p', 'f')");
        Assert.Equal("PRIMARY KEY (id, \"timestamp\"); FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE", keys[0][0]);
    }
}
