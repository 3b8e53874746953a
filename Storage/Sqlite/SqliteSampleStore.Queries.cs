using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

// Queries of one instance.
internal sealed partial class SqliteSampleStore
{
    public async Task<IReadOnlyList<InstanceSample>> RecentAsync(
        Guid instanceId, int limit, SampleCursor? before, CancellationToken cancellationToken)
    {
        var cursor = TimeBounds.Ceiling(before);
        return await database.QueryAsync(
            "recent",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            SqliteValues.Blob(instanceId),
            SqliteValues.Microseconds(cursor.Timestamp),
            SqliteValues.Blob(cursor.Id),
            limit).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<InstanceSample>> SamplesOfHoursAsync(
        Guid instanceId, IReadOnlyCollection<DateTimeOffset> hours, CancellationToken cancellationToken)
    {
        var starts = hours.Select(hour => SqliteValues.Microseconds(Timestamps.Hour(hour))).Distinct();
        return await database.QueryAsync(
            "samples-of-hours",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            SqliteValues.Blob(instanceId),
            $"[{string.Join(',', starts)}]").ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<InstanceSample>> SamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "samples",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            SqliteValues.Blob(instanceId),
            SqliteValues.Microseconds(TimeBounds.Ceiling(from)),
            SqliteValues.Microseconds(TimeBounds.Ceiling(to)),
            limit).ConfigureAwait(false);

    public async Task<IReadOnlyList<AggregatedUsage>> BucketsAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "buckets",
            UsageOf,
            cancellationToken,
            SqliteValues.Blob(instanceId),
            SqliteValues.Microseconds(TimeBounds.Ceiling(from)),
            SqliteValues.Microseconds(TimeBounds.Ceiling(to)),
            width.Ticks / TimeSpan.TicksPerMicrosecond).ConfigureAwait(false);

    public Task<IReadOnlyList<AggregatedUsage>> HourlyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AggregatedAsync("hourly", instanceId, from, to, cancellationToken);

    public Task<IReadOnlyList<AggregatedUsage>> DailyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AggregatedAsync("daily", instanceId, from, to, cancellationToken);

    public async Task<IReadOnlyList<CounterBaseline>> BaselinesAsync(
        Guid instanceId, IReadOnlyCollection<CounterKey> keys, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "baselines", BaselineOf, cancellationToken, SqliteValues.Blob(instanceId), JsonOf(keys)).ConfigureAwait(false);

    private async Task<IReadOnlyList<AggregatedUsage>> AggregatedAsync(
        string statement, Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            statement,
            UsageOf,
            cancellationToken,
            SqliteValues.Blob(instanceId),
            SqliteValues.Microseconds(TimeBounds.Ceiling(from)),
            SqliteValues.Microseconds(TimeBounds.Ceiling(to))).ConfigureAwait(false);

    private static CounterBaseline BaselineOf(SqliteDataReader reader) => new(
        new CounterKey(reader.GetString(0), SqliteValues.GetTime(reader, 1)),
        SqliteValues.GetTime(reader, 2),
        reader.GetInt64(3),
        reader.GetInt64(4));

    private static InstanceSample SampleOf(SqliteDataReader reader, Guid instanceId) => new(
        SqliteValues.GetId(reader, 0),
        instanceId,
        new Sample(
            SqliteValues.GetTime(reader, 1),
            reader.GetDouble(2),
            reader.GetInt64(3),
            reader.GetInt64(4),
            reader.GetInt64(5),
            reader.GetInt64(6)));

    private static AggregatedUsage UsageOf(SqliteDataReader reader) => new()
    {
        Bucket = SqliteValues.GetTime(reader, 0),
        AvgCpu = reader.GetDouble(1),
        MaxCpu = reader.GetDouble(2),
        AvgMemory = reader.GetDouble(3),
        MaxMemory = reader.GetInt64(4),
        SampleCount = reader.GetInt64(5),
        SumCpu = reader.GetDouble(6),
        MinCpu = reader.GetDouble(7),
        MinMemory = reader.GetInt64(8),
        MaxMemoryLimit = reader.GetInt64(9),
        TotalNetworkIn = SqliteValues.GetSum(reader, 10),
        TotalNetworkOut = SqliteValues.GetSum(reader, 12),
        SumMemory = SqliteValues.GetSum(reader, 14),
    };
}
