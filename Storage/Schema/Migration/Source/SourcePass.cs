using System.Numerics;
using System.Runtime.InteropServices;
using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>
/// Goes over the source once, some blocks a statement: finds where the rows of which time lie, and what was added or deleted since the pass
/// before, wherever that is. Rows of transactions that a pass cannot have seen are told by their xmin.
/// </summary>
internal sealed class SourcePass(
    MigrationDatabase database, SourceTable table, InstanceDirectory directory, RateGate gate, MigrationOptions options, MigrationProgress progress)
{
    private const int Columns = 5;
    private const int DeletedFlag = 1;
    private const int NewFlag = 64;
    private const int CountedFlag = 128;
    private const int ValueFlags = 2 | 4 | 8 | 16 | 32;
    private const long MicrosecondsPerHour = 3_600_000_000;

    // Rows of one place lie near each other; a compressed chunk is read as one, and has millions.
    private const int MostMet = 100_000;

    private readonly HashSet<(InstanceEntry, long)> _met = [];

    /// <summary>The parts of the table as they are now.</summary>
    public async Task<List<SourcePart>> PartsAsync(CancellationToken cancellationToken)
    {
        var oid = Parameter.Long(table.Oid);
        var compressed = table.HasTimescale
            ? (await database.ReadAsync(Text("compressed-parts"), reader => reader.GetInt64(0), cancellationToken, Parameter.Long(table.Oid)).ConfigureAwait(false)).ToHashSet()
            : [];
        return await database.ReadAsync(
            Text("parts"),
            reader => new SourcePart(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), compressed.Contains(reader.GetInt64(0))),
            cancellationToken,
            oid).ConfigureAwait(false);
    }

    /// <summary>What a pass that begins now is sure to see, and the server's clock.</summary>
    public async Task<(SourceHorizon Seen, DateTimeOffset Now)> HorizonAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            Text("horizon"), reader => (new SourceHorizon(reader.GetString(0)), reader.GetFieldValue<DateTimeOffset>(1)), cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Goes over blocks, and adds to the map what it finds.</summary>
    /// <param name="map">What is known of them.</param>
    /// <param name="parts">The parts as they are now.</param>
    /// <param name="scope">What to look for.</param>
    /// <param name="onlyEnds">Whether only the last known range of each part is looked at, and those after it: where new rows mostly are.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<PassResult> RunAsync(
        BlockMap map, IReadOnlyList<SourcePart> parts, PassScope scope, bool onlyEnds, CancellationToken cancellationToken)
    {
        var result = new PassResult();
        map.Use(parts);
        if (!onlyEnds)
        {
            progress.Begin("looks where the source's rows lie", "blocks", parts.Sum(part => part.Blocks));
        }

        foreach (var part in parts)
        {
            if (part.IsCompressed)
            {
                await WholeAsync(map, part, scope, result, cancellationToken).ConfigureAwait(false);
                progress.Add(part.Blocks);
                continue;
            }

            for (var first = onlyEnds ? map.LastOf(part) : 0; first < part.Blocks; first += map.Width)
            {
                var (range, isKnown) = map.At(part, first);
                await ReadAsync(map, range, part.Name, BlockMap.Blocks(first, first + map.Width), isKnown, scope, result, cancellationToken).ConfigureAwait(false);
                progress.Add(onlyEnds ? 0 : Math.Min(map.Width, part.Blocks - first));
            }
        }

        return result;
    }

    // What somebody adds to a compressed chunk cannot be told from what was there.
    private async Task WholeAsync(BlockMap map, SourcePart part, PassScope scope, PassResult result, CancellationToken cancellationToken)
    {
        var (range, isKnown) = map.At(part, BlockRange.Whole);
        if (!isKnown)
        {
            await ReadAsync(map, range, part.Name, "TRUE", isKnown: false, scope, result, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(
        BlockMap map, BlockRange range, string relation, string condition, bool isKnown, PassScope scope, PassResult result, CancellationToken cancellationToken)
    {
        var text = Text(relation, condition, scope, onlyNew: isKnown, hasTransactions: range.First != BlockRange.Whole);
        var rows = await database.RunAsync(
            async connection =>
            {
                using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await SliceReader.LimitAsync(connection, options.StatementTimeout, cancellationToken).ConfigureAwait(false);
                using var stream = await connection.BeginRawBinaryCopyAsync(text, cancellationToken).ConfigureAwait(false);
                return await TakeAsync(new BinaryRows(stream, Columns), range, scope, result, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        map.Keep(range);
        await gate.PassAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    private string Text(string relation, string condition, PassScope scope, bool onlyNew, bool hasTransactions)
    {
        // Some rows are looked at by two passes, and each is counted by the one that was the first to be sure of it.
        var isNew = scope.Before is { } seen && hasTransactions ? seen.MayBeMissed : "TRUE";
        var isCounted = hasTransactions ? $"{scope.Before?.IsLater ?? "TRUE"} AND NOT {scope.Now.IsLater}" : "TRUE";
        var deleted = table.HasDeletedAt ? "deleted_at IS NOT NULL" : "FALSE";
        return $"""
            COPY (
                SELECT
                    instance_id, "timestamp", network_in::int8, network_out::int8,
                    CASE WHEN {deleted} THEN 1 ELSE 0 END
                    + CASE WHEN cpu_usage::float8 BETWEEN 0 AND 1000000 THEN 0 ELSE 2 END
                    + CASE WHEN memory_usage >= 0 THEN 0 ELSE 4 END
                    + CASE WHEN memory_limit >= 0 THEN 0 ELSE 8 END
                    + CASE WHEN network_in >= 0 THEN 0 ELSE 16 END
                    + CASE WHEN network_out >= 0 THEN 0 ELSE 32 END
                    + CASE WHEN {isNew} THEN 64 ELSE 0 END
                    + CASE WHEN {isCounted} THEN 128 ELSE 0 END
                FROM {relation}
                WHERE {condition}{(onlyNew ? $" AND {isNew}" : "")}
            ) TO STDOUT (FORMAT BINARY)
            """;
    }

    private async Task<long> TakeAsync(BinaryRows rows, BlockRange range, PassScope scope, PassResult result, CancellationToken cancellationToken)
    {
        _met.Clear();
        var count = 0L;
        while (await rows.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            count++;
            var id = rows.Id();
            var time = Moments.FromPostgres(rows.Long());
            var (networkIn, networkOut, flags) = (rows.Long(), rows.Long(), rows.Integer());
            Take(range, scope, result, id, time, networkIn, networkOut, flags);
        }

        await rows.EndAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private void Take(
        BlockRange range,
        PassScope scope,
        PassResult result,
        Guid? id,
        long? timeOrNull,
        long? networkIn,
        long? networkOut,
        int flags)
    {
        var isNew = (flags & NewFlag) != 0;
        var one = (flags & CountedFlag) != 0 ? 1 : 0;
        result.Rows += one;
        if (id is not { } instanceId || timeOrNull is not { } time)
        {
            result.Impossible += one;
            return;
        }

        var instance = directory.Of(instanceId);
        if ((flags & DeletedFlag) != 0)
        {
            result.Deleted += one;
            if (isNew && time >= scope.Since && time < scope.Border)
            {
                if (Late(result, scope, instance, time, one))
                {
                    result.LateDeleted.Add((instance, time));
                }
            }

            return;
        }

        if (!directory.Has(instance))
        {
            result.Gone += one;
            range.Add(time);
            return;
        }

        if (time < scope.KeptSince)
        {
            result.Expired += one;
            return;
        }

        if (time < scope.Since)
        {
            result.Outside += one;
            Before(result, instance, time, networkIn, networkOut);
            return;
        }

        range.Add(time);
        if (!isNew)
        {
            return;
        }

        result.Mended += one * BitOperations.PopCount((uint)(flags & ValueFlags));
        if (_met.Count == MostMet)
        {
            _met.Clear();
        }

        result.Duplicates += _met.Add((instance, time)) ? 0 : one;
        if (time < scope.Border)
        {
            Late(result, scope, instance, time, one);
            return;
        }

        var hours = time < scope.Until ? result.Hours : result.Later;
        CollectionsMarshal.GetValueRefOrAddDefault(hours, time - (time % MicrosecondsPerHour), out _) += one;
        if (time >= scope.Until)
        {
            return;
        }

        result.Instances.Add(instance);
        result.Oldest = Math.Min(result.Oldest, time);
        result.Newest = Math.Max(result.Newest, time);
    }

    private static bool Late(PassResult result, PassScope scope, InstanceEntry instance, long time, int one)
    {
        if (time < scope.Floor)
        {
            result.TooLate += one;
            return false;
        }

        ref var span = ref CollectionsMarshal.GetValueRefOrAddDefault(result.Late, instance, out var isKnown);
        span = isKnown ? (Math.Min(span.From, time), Math.Max(span.Until, time)) : (time, time);
        return true;
    }

    private static void Before(PassResult result, InstanceEntry instance, long time, long? networkIn, long? networkOut)
    {
        ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(result.Before, instance, out _);
        before.Time = Math.Max(before.Time, time);
        before.In = Newer(before.In, time, networkIn);
        before.Out = Newer(before.Out, time, networkOut);
    }

    private static (long Time, long Value) Newer((long Time, long Value) known, long time, long? value) =>
        value is { } counter and >= 0 && (time, counter).CompareTo(known) > 0 ? (time, counter) : known;

    private static string Text(string name) => SqlText.Read($"migration/source/{name}.sql");
}
