using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Hours of the source, of the target's rows and of the target's aggregates, side by side.</summary>
/// <param name="source">The source's.</param>
/// <param name="target">The target's.</param>
/// <param name="aggregates">The aggregates.</param>
internal sealed class HourCursors(Cursor<SourceHour> source, Cursor<TargetHour> target, Cursor<AggregatedHour> aggregates) : IAsyncDisposable
{
    public static HourKey KeyOf(NpgsqlDataReader reader) => new(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1));

    public static SourceHour ReadSource(NpgsqlDataReader reader) => new(
        KeyOf(reader), HourMeasures.Read(reader, 2), Optional(reader, 2 + HourMeasures.Columns), Optional(reader, 3 + HourMeasures.Columns));

    public static TargetHour ReadTarget(NpgsqlDataReader reader) =>
        new(KeyOf(reader), HourMeasures.Read(reader, 2), reader.GetInt64(2 + HourMeasures.Columns));

    /// <summary>A column that may be null.</summary>
    public static long? Optional(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>Each hour that one of them has, in order, with what each has for it.</summary>
    public async IAsyncEnumerable<(HourKey Key, SourceHour? Source, TargetHour? Target, AggregatedHour? Aggregate)> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await source.AdvanceAsync(cancellationToken).ConfigureAwait(false);
        await target.AdvanceAsync(cancellationToken).ConfigureAwait(false);
        await aggregates.AdvanceAsync(cancellationToken).ConfigureAwait(false);
        while (Least(source.Current?.Key, target.Current?.Key, aggregates.Current?.Key) is { } key)
        {
            var hour = (key, At(source, hour => hour.Key, key), At(target, hour => hour.Key, key), At(aggregates, hour => hour.Key, key));
            yield return hour;
            await PassAsync(source, hour.Item2, cancellationToken).ConfigureAwait(false);
            await PassAsync(target, hour.Item3, cancellationToken).ConfigureAwait(false);
            await PassAsync(aggregates, hour.Item4, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync().ConfigureAwait(false);
        await target.DisposeAsync().ConfigureAwait(false);
        await aggregates.DisposeAsync().ConfigureAwait(false);
    }

    private static HourKey? Least(params ReadOnlySpan<HourKey?> keys)
    {
        HourKey? least = null;
        foreach (var key in keys)
        {
            least = key is { } found && (least is null || found.CompareTo(least.Value) < 0) ? found : least;
        }

        return least;
    }

    private static T? At<T>(Cursor<T> cursor, Func<T, HourKey> keyOf, HourKey key)
        where T : struct =>
        cursor.Current is { } current && keyOf(current) == key ? current : null;

    private static ValueTask PassAsync<T>(Cursor<T> cursor, T? hour, CancellationToken cancellationToken)
        where T : struct =>
        hour is null ? ValueTask.CompletedTask : cursor.AdvanceAsync(cancellationToken);
}
