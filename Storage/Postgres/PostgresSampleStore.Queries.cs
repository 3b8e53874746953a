using LaunchStack.Metrics.Models;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

// Queries of one instance.
internal sealed partial class PostgresSampleStore
{
    public async Task<IReadOnlyList<InstanceSample>> RecentAsync(
        Guid instanceId, int limit, SampleCursor? before, CancellationToken cancellationToken)
    {
        // With all chunks in it the statement takes longer to plan than to run.
        var cursor = TimeBounds.Ceiling(before);
        var now = options.Time.GetUtcNow();
        var end = cursor.Timestamp < now ? cursor.Timestamp : now;
        if (end - DateTimeOffset.MinValue > Recently
            && await RecentSinceAsync(instanceId, limit, cursor, end - Recently, cancellationToken).ConfigureAwait(false) is { } found
            && found.Count == limit)
        {
            return found;
        }

        return await RecentSinceAsync(instanceId, limit, cursor, DateTimeOffset.MinValue, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<InstanceSample>> SamplesOfHoursAsync(
        Guid instanceId, IReadOnlyCollection<DateTimeOffset> hours, CancellationToken cancellationToken) =>
        await QueryAsync(
            "samples-of-hours",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Times(hours.Select(Timestamps.Hour).Distinct())).ConfigureAwait(false);

    public async Task<IReadOnlyList<InstanceSample>> SamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        await QueryAsync(
            "samples",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(TimeBounds.Ceiling(from)),
            Parameter.Time(TimeBounds.Ceiling(to)),
            Parameter.Integer(limit)).ConfigureAwait(false);

    public async Task<IReadOnlyList<AggregatedUsage>> BucketsAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellationToken) =>
        await QueryAsync(
            "buckets",
            UsageOf,
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(TimeBounds.Ceiling(from)),
            Parameter.Time(TimeBounds.Ceiling(to)),
            Parameter.Span(width)).ConfigureAwait(false);

    public Task<IReadOnlyList<AggregatedUsage>> HourlyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AggregatedAsync("hourly", instanceId, from, to, cancellationToken);

    public Task<IReadOnlyList<AggregatedUsage>> DailyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AggregatedAsync("daily", instanceId, from, to, cancellationToken);

    public async Task<IReadOnlyList<CounterBaseline>> BaselinesAsync(
        Guid instanceId, IReadOnlyCollection<CounterKey> keys, CancellationToken cancellationToken) =>
        await QueryAsync(
            "baselines",
            reader => BaselineRow.Read(reader).Baseline,
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Texts(keys.Select(key => key.Source)),
            Parameter.Times(keys.Select(key => Timestamps.Floor(key.StartedAt)))).ConfigureAwait(false);

    private Task<List<InstanceSample>> RecentSinceAsync(
        Guid instanceId, int limit, SampleCursor before, DateTimeOffset since, CancellationToken cancellationToken) =>
        QueryAsync(
            "recent",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(before.Timestamp),
            Parameter.Uuid(before.Id),
            Parameter.Integer(limit),
            Parameter.Time(since));

    private async Task<IReadOnlyList<AggregatedUsage>> AggregatedAsync(
        string statement, Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await QueryAsync(
            statement,
            UsageOf,
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(TimeBounds.Ceiling(from)),
            Parameter.Time(TimeBounds.Ceiling(to))).ConfigureAwait(false);

    private static InstanceSample SampleOf(NpgsqlDataReader reader, Guid instanceId) => new(
        reader.GetGuid(0),
        instanceId,
        new Sample(
            reader.GetFieldValue<DateTimeOffset>(1),
            reader.GetDouble(2),
            reader.GetInt64(3),
            reader.GetInt64(4),
            reader.GetInt64(5),
            reader.GetInt64(6)));

    private static AggregatedUsage UsageOf(NpgsqlDataReader reader) => new()
    {
        Bucket = reader.GetFieldValue<DateTimeOffset>(0),
        AvgCpu = reader.GetDouble(1),
        MaxCpu = reader.GetDouble(2),
        AvgMemory = reader.GetDouble(3),
        MaxMemory = reader.GetInt64(4),
        TotalNetworkIn = reader.GetDecimal(5),
        TotalNetworkOut = reader.GetDecimal(6),
        SampleCount = reader.GetInt64(7),
        SumCpu = reader.GetDouble(8),
        MinCpu = reader.GetDouble(9),
        SumMemory = reader.GetDecimal(10),
        MinMemory = reader.GetInt64(11),
        MaxMemoryLimit = reader.GetInt64(12),
    };
}
