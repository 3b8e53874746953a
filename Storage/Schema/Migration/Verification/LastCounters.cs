using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What each instance's counters said last: what the next ones are counted from. A few bytes an instance, whatever the rows.</summary>
internal sealed class LastCounters
{
    private readonly Dictionary<Guid, (long? In, long? Out)> _counters = [];

    /// <summary>Notes counters; one that was not read leaves the one before.</summary>
    public void Note(Guid instanceId, long? networkIn, long? networkOut)
    {
        var before = _counters.GetValueOrDefault(instanceId);
        if (networkIn is not null || networkOut is not null)
        {
            _counters[instanceId] = (networkIn ?? before.In, networkOut ?? before.Out);
        }
    }

    /// <summary>Notes the counters of a later time.</summary>
    public void Note(LastCounters later)
    {
        foreach (var (instanceId, (networkIn, networkOut)) in later._counters)
        {
            Note(instanceId, networkIn, networkOut);
        }
    }

    /// <summary>The parameters of found.sql and repaired-cumulative.sql.</summary>
    /// <param name="span">The time.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="instances">The only instances; null: all.</param>
    public NpgsqlParameter[] Parameters(Span span, IReadOnlyList<PageRun> pages, IReadOnlyCollection<Guid>? instances) =>
    [
        Parameter.Time(span.From),
        Parameter.Time(span.Until),
        Parameter.Texts(pages.Select(run => PageRun.Place(run.First))),
        Parameter.Texts(pages.Select(run => PageRun.Place(run.Behind))),
        Parameter.Uuids(_counters.Keys),
        Longs(_counters.Values.Select(counter => counter.In)),
        Longs(_counters.Values.Select(counter => counter.Out)),
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, Value = instances is null ? DBNull.Value : instances.ToArray() },
    ];

    private static NpgsqlParameter Longs(IEnumerable<long?> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = values.ToArray() };
}
