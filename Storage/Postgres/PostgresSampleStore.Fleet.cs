using System.Data;
using LaunchStack.Metrics.Models;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

// Queries of many instances, and of many samples.
internal sealed partial class PostgresSampleStore
{
    // Most instances are alive; looking for the others' last sample goes through chunks that are compressed.
    private static readonly TimeSpan Recently = TimeSpan.FromDays(2);

    public async Task<IReadOnlyList<InstanceSample>> SamplesAfterAsync(
        Guid instanceId, SampleCursor after, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var cursor = TimeBounds.Ceiling(after);
        return await QueryAsync(
            "samples-after",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(cursor.Timestamp),
            Parameter.Uuid(cursor.Id),
            Parameter.Time(TimeBounds.Ceiling(to)),
            Parameter.Integer(limit)).ConfigureAwait(false);
    }

    public async Task<SamplePercentiles?> PercentilesAsync(
        Guid instanceId, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(
            "percentiles",
            reader => new SamplePercentiles(
                new Percentiles(reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2)),
                new Percentiles(reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5))),
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(TimeBounds.Ceiling(range.From)),
            Parameter.Time(TimeBounds.Ceiling(range.To)),
            Parameter.Uuids(more.Select(sample => sample.Id)),
            Parameter.Times(more.Select(sample => sample.Sample.Timestamp)),
            Parameter.Doubles(more.Select(sample => sample.Sample.CpuUsage)),
            Parameter.Longs(more.Select(sample => sample.Sample.MemoryUsage))).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<InstanceSample>> LatestOfAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var found = await LatestSinceAsync(instanceIds, options.Time.GetUtcNow() - Recently, cancellationToken).ConfigureAwait(false);
        var others = instanceIds.Except(found.Select(sample => sample.InstanceId)).ToList();
        if (others.Count > 0)
        {
            found.AddRange(await LatestSinceAsync(others, DateTimeOffset.MinValue, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    public async Task<IReadOnlyList<InstanceBaseline>> BaselinesAsync(
        IReadOnlyCollection<InstanceCounter> counters, CancellationToken cancellationToken) =>
        await QueryAsync(
            "fleet-baselines",
            BaselineRow.Read,
            cancellationToken,
            Parameter.Uuids(counters.Select(counter => counter.InstanceId)),
            Parameter.Texts(counters.Select(counter => counter.Key.Source)),
            Parameter.Times(counters.Select(counter => Timestamps.Floor(counter.Key.StartedAt)))).ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(
            "names", reader => (reader.GetGuid(0), reader.GetString(1)), cancellationToken, Parameter.Uuids(instanceIds)).ConfigureAwait(false);
        return found.ToDictionary(pair => pair.Item1, pair => pair.Item2);
    }

    public async Task<IReadOnlyList<RankedInstance>> TopAsync(
        TimeRange range, UsageMeasure by, int limit, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        await QueryAsync(
            "top",
            RankedOf,
            cancellationToken,
            [
                Parameter.Time(TimeBounds.Ceiling(range.From)),
                Parameter.Time(TimeBounds.Ceiling(range.To)),
                Parameter.Text(MeasureText.Of(by)),
                Parameter.Integer(limit),
                .. Given(more),
            ]).ConfigureAwait(false);

    public async Task<IReadOnlyList<RankedInstance>> UsageOfAsync(
        IReadOnlyCollection<Guid> instanceIds, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        await QueryAsync(
            "usage-of",
            RankedOf,
            cancellationToken,
            [
                Parameter.Uuids(instanceIds),
                Parameter.Time(TimeBounds.Ceiling(range.From)),
                Parameter.Time(TimeBounds.Ceiling(range.To)),
                .. Given(more),
            ]).ConfigureAwait(false);

    public Task<FleetUsage> FleetUsageAsync(
        TimeRange? hours, IReadOnlyCollection<TimeRange> raw, IReadOnlyCollection<InstanceSample> samples, CancellationToken cancellationToken) =>
        InSnapshotAsync(
            async (statements, connection) =>
            {
                var parts = new List<InstanceUsage>();
                if (hours is { } whole)
                {
                    parts.AddRange(await RowsAsync(
                        statements.Command(connection, "fleet-hours", Parameter.Time(whole.From), Parameter.Time(whole.To)), SumsOf, cancellationToken).ConfigureAwait(false));
                }

                foreach (var range in raw)
                {
                    var (from, to) = (Parameter.Time(TimeBounds.Ceiling(range.From)), Parameter.Time(TimeBounds.Ceiling(range.To)));
                    parts.AddRange(await RowsAsync(statements.Command(connection, "fleet-raw", from, to), SumsOf, cancellationToken).ConfigureAwait(false));
                }

                return new FleetUsage(parts, await StoredAsync(statements, connection, samples, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken);

    public Task<FleetMeasures?> FleetMeasuresAsync(
        UsageMeasure by, TimeSpan slice, IReadOnlyCollection<TimeRange> ranges, IReadOnlyCollection<InstanceSample> samples, int mostParts, CancellationToken cancellationToken) =>
        InSnapshotAsync<FleetMeasures?>(
            async (statements, connection) =>
            {
                var parts = new List<InstanceMeasure>();
                foreach (var range in ranges)
                {
                    var command = statements.Command(
                        connection,
                        "fleet-measures",
                        Parameter.Time(TimeBounds.Ceiling(range.From)),
                        Parameter.Time(TimeBounds.Ceiling(range.To)),
                        Parameter.Span(slice),
                        Parameter.Text(MeasureText.Of(by)),
                        Parameter.Integer(mostParts - parts.Count + 1));
                    parts.AddRange(await RowsAsync(
                        command,
                        reader => new InstanceMeasure(
                            reader.GetFieldValue<DateTimeOffset>(0), reader.GetGuid(1), reader.GetInt64(2), reader.GetDouble(3), reader.GetInt64(4)),
                        cancellationToken).ConfigureAwait(false));
                    if (parts.Count > mostParts)
                    {
                        return null;
                    }
                }

                return new FleetMeasures(parts, await StoredAsync(statements, connection, samples, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken);

    /// <summary>One snapshot for several statements: a sample that is committed in between would be counted twice or not at all.</summary>
    private async Task<T> InSnapshotAsync<T>(Func<PostgresStatements, NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        var statements = Open.Statements;
        try
        {
            var connection = await _connections.Query.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var connectionScope = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await using var transactionScope = transaction.ConfigureAwait(false);
            await RowsAsync(statements.Limit(connection, options.QueryTimeout), _ => 0, cancellationToken).ConfigureAwait(false);
            return await read(statements, connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw PostgresErrors.TranslateQuery(exception, options.QueryTimeout);
        }
    }

    private static NpgsqlParameter[] Given(IReadOnlyCollection<InstanceSample> samples)
    {
        var (oldest, newest) = samples.Count == 0 ? (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch) : BoundsOf(samples);
        return
        [
            Parameter.Uuids(samples.Select(sample => sample.Id)),
            Parameter.Uuids(samples.Select(sample => sample.InstanceId)),
            Parameter.Doubles(samples.Select(sample => sample.Sample.CpuUsage)),
            Parameter.Longs(samples.Select(sample => sample.Sample.MemoryUsage)),
            Parameter.Longs(samples.Select(sample => sample.Sample.MemoryLimit)),
            Parameter.Longs(samples.Select(sample => sample.Sample.NetworkIn)),
            Parameter.Longs(samples.Select(sample => sample.Sample.NetworkOut)),
            Parameter.Time(oldest),
            Parameter.Time(newest),
        ];
    }

    private static async Task<IReadOnlySet<Guid>> StoredAsync(
        PostgresStatements statements, NpgsqlConnection connection, IReadOnlyCollection<InstanceSample> samples, CancellationToken cancellationToken) =>
        samples.Count == 0
            ? new HashSet<Guid>()
            : (await RowsAsync(Find(statements, connection, samples), reader => reader.GetGuid(0), cancellationToken).ConfigureAwait(false)).ToHashSet();

    private static RankedInstance RankedOf(NpgsqlDataReader reader)
    {
        var (instanceId, usage) = SumsOf(reader);
        return new RankedInstance(instanceId, reader.GetString(11), usage);
    }

    private static NpgsqlCommand Find(PostgresStatements statements, NpgsqlConnection connection, IReadOnlyCollection<InstanceSample> samples)
    {
        var (oldest, newest) = BoundsOf(samples);
        return statements.Command(
            connection,
            "find-samples",
            Parameter.Uuids(samples.Select(sample => sample.Id)),
            Parameter.Time(oldest),
            Parameter.Time(newest));
    }

    // Chunks that cannot have any of them are left out.
    private static (DateTimeOffset Oldest, DateTimeOffset End) BoundsOf(IReadOnlyCollection<InstanceSample> samples) => (
        samples.Min(sample => sample.Sample.Timestamp),
        samples.Max(sample => sample.Sample.Timestamp).AddTicks(TimeSpan.TicksPerMicrosecond));

    private static async Task<List<T>> RowsAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        using (command)
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var readerScope = reader.ConfigureAwait(false);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    private Task<List<InstanceSample>> LatestSinceAsync(IEnumerable<Guid> instanceIds, DateTimeOffset since, CancellationToken cancellationToken) =>
        QueryAsync(
            "latest-of", reader => SampleOf(reader, reader.GetGuid(7)), cancellationToken, Parameter.Uuids(instanceIds), Parameter.Time(since));

    private static InstanceUsage SumsOf(NpgsqlDataReader reader)
    {
        var (count, sumCpu, sumMemory) = (reader.GetInt64(1), reader.GetDouble(2), reader.GetDecimal(5));
        return new InstanceUsage(reader.GetGuid(0), new AggregatedUsage
        {
            Bucket = default,
            SampleCount = count,
            SumCpu = sumCpu,
            AvgCpu = sumCpu / count,
            MinCpu = reader.GetDouble(3),
            MaxCpu = reader.GetDouble(4),
            SumMemory = sumMemory,
            AvgMemory = (double)(sumMemory / count),
            MinMemory = reader.GetInt64(6),
            MaxMemory = reader.GetInt64(7),
            MaxMemoryLimit = reader.GetInt64(8),
            TotalNetworkIn = reader.GetDecimal(9),
            TotalNetworkOut = reader.GetDecimal(10),
        });
    }
}
