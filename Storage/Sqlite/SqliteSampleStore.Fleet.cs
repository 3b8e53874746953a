using System.Globalization;
using System.Text;
using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

// Queries of many instances, and of many samples.
internal sealed partial class SqliteSampleStore
{
    public async Task<IReadOnlyList<InstanceSample>> SamplesAfterAsync(
        Guid instanceId, SampleCursor after, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var cursor = TimeBounds.Ceiling(after);
        return await database.QueryAsync(
            "samples-after",
            reader => SampleOf(reader, instanceId),
            cancellationToken,
            SqliteValues.Blob(instanceId),
            SqliteValues.Microseconds(cursor.Timestamp),
            SqliteValues.Blob(cursor.Id),
            SqliteValues.Microseconds(TimeBounds.Ceiling(to)),
            limit).ConfigureAwait(false);
    }

    public async Task<SamplePercentiles?> PercentilesAsync(
        Guid instanceId, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "percentiles",
            reader => new SamplePercentiles(
                new Percentiles(reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2)),
                new Percentiles(reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5))),
            cancellationToken,
            SqliteValues.Blob(instanceId),
            SqliteValues.Microseconds(TimeBounds.Ceiling(range.From)),
            SqliteValues.Microseconds(TimeBounds.Ceiling(range.To)),
            JsonOf(more)).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<InstanceSample>> LatestOfAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "latest-of", reader => SampleOf(reader, SqliteValues.GetId(reader, 7)), cancellationToken, JsonOf(instanceIds), long.MinValue).ConfigureAwait(false);

    public async Task<IReadOnlyList<InstanceBaseline>> BaselinesAsync(
        IReadOnlyCollection<InstanceCounter> counters, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "fleet-baselines",
            reader => new InstanceBaseline(SqliteValues.GetId(reader, 5), BaselineOf(reader)),
            cancellationToken,
            JsonOf(counters)).ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "names", reader => (SqliteValues.GetId(reader, 0), reader.GetString(1)), cancellationToken, JsonOf(instanceIds)).ConfigureAwait(false);
        return found.ToDictionary(pair => pair.Item1, pair => pair.Item2);
    }

    public async Task<IReadOnlyList<RankedInstance>> TopAsync(
        TimeRange range, UsageMeasure by, int limit, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            "top",
            RankedOf,
            cancellationToken,
            SqliteValues.Microseconds(TimeBounds.Ceiling(range.From)),
            SqliteValues.Microseconds(TimeBounds.Ceiling(range.To)),
            MeasureText.Of(by),
            limit,
            JsonOf(more)).ConfigureAwait(false);

    public async Task<IReadOnlyList<RankedInstance>> UsageOfAsync(
        IReadOnlyCollection<Guid> instanceIds, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            "usage-of",
            RankedOf,
            cancellationToken,
            JsonOf(instanceIds),
            SqliteValues.Microseconds(TimeBounds.Ceiling(range.From)),
            SqliteValues.Microseconds(TimeBounds.Ceiling(range.To)),
            JsonOf(more)).ConfigureAwait(false);

    public Task<FleetMeasures?> FleetMeasuresAsync(
        UsageMeasure by, TimeSpan slice, IReadOnlyCollection<TimeRange> ranges, IReadOnlyCollection<InstanceSample> samples, int mostParts, CancellationToken cancellationToken) =>
        database.QueryTransactionAsync<FleetMeasures?>(
            transaction =>
            {
                var parts = ranges.SelectMany(range => database.Read(
                    transaction,
                    "fleet-measures",
                    reader => new InstanceMeasure(
                        SqliteValues.GetTime(reader, 0), SqliteValues.GetId(reader, 1), reader.GetInt64(2), reader.GetDouble(3), reader.GetInt64(4)),
                    SqliteValues.Microseconds(TimeBounds.Ceiling(range.From)),
                    SqliteValues.Microseconds(TimeBounds.Ceiling(range.To)),
                    slice.Ticks / TimeSpan.TicksPerMicrosecond,
                    MeasureText.Of(by),
                    mostParts + 1)).Take(mostParts + 1).ToList();
                return parts.Count > mostParts ? null : new FleetMeasures(parts, Stored(transaction, samples));
            },
            cancellationToken);

    public Task<FleetUsage> FleetUsageAsync(
        TimeRange? hours, IReadOnlyCollection<TimeRange> raw, IReadOnlyCollection<InstanceSample> samples, CancellationToken cancellationToken) =>
        database.QueryTransactionAsync(
            transaction =>
            {
                var parts = new List<InstanceUsage>();
                if (hours is { } whole)
                {
                    parts.AddRange(database.Read(
                        transaction, "fleet-hours", SumsOf, SqliteValues.Microseconds(whole.From), SqliteValues.Microseconds(whole.To)));
                }

                foreach (var range in raw)
                {
                    parts.AddRange(database.Read(
                        transaction,
                        "fleet-raw",
                        SumsOf,
                        SqliteValues.Microseconds(TimeBounds.Ceiling(range.From)),
                        SqliteValues.Microseconds(TimeBounds.Ceiling(range.To))));
                }

                return new FleetUsage(parts, Stored(transaction, samples));
            },
            cancellationToken);

    private HashSet<Guid> Stored(SqliteTransaction transaction, IReadOnlyCollection<InstanceSample> samples) => database
        .Read(transaction, "find-samples", reader => SqliteValues.GetId(reader, 0), JsonOf(samples.Select(sample => sample.Id)))
        .ToHashSet();

    // Numbers by SQLite's own reading of JSON, which gives back the same float.
    private static string JsonOf(IEnumerable<InstanceSample> samples) => $"[{string.Join(',', samples.Select(sample => string.Create(
        CultureInfo.InvariantCulture, $"[\"{sample.Id:n}\",{sample.Sample.CpuUsage:R},{sample.Sample.MemoryUsage},\"{sample.InstanceId:n}\",{sample.Sample.MemoryLimit},{sample.Sample.NetworkIn},{sample.Sample.NetworkOut}]")))}]";

    private static string JsonOf(IEnumerable<InstanceCounter> counters) => $"[{string.Join(',', counters.Select(counter =>
        $"[\"{counter.InstanceId:n}\",\"{Convert.ToHexString(Encoding.UTF8.GetBytes(counter.Key.Source))}\",{SqliteValues.Microseconds(counter.Key.StartedAt)}]"))}]";

    private static RankedInstance RankedOf(SqliteDataReader reader)
    {
        var (instanceId, usage) = SumsOf(reader);
        return new RankedInstance(instanceId, reader.GetString(14), usage);
    }

    private static InstanceUsage SumsOf(SqliteDataReader reader)
    {
        var (count, sumCpu, sumMemory) = (reader.GetInt64(1), reader.GetDouble(2), SqliteValues.GetSum(reader, 8));
        return new InstanceUsage(SqliteValues.GetId(reader, 0), new AggregatedUsage
        {
            Bucket = default,
            SampleCount = count,
            SumCpu = sumCpu,
            AvgCpu = sumCpu / count,
            MinCpu = reader.GetDouble(3),
            MaxCpu = reader.GetDouble(4),
            MinMemory = reader.GetInt64(5),
            MaxMemory = reader.GetInt64(6),
            MaxMemoryLimit = reader.GetInt64(7),
            SumMemory = sumMemory,
            AvgMemory = (double)(sumMemory / count),
            TotalNetworkIn = SqliteValues.GetSum(reader, 10),
            TotalNetworkOut = SqliteValues.GetSum(reader, 12),
        });
    }
}
