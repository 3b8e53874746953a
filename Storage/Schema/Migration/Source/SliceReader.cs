using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>Reads the source's rows of a time, without what is skipped, in statements that are short and only read.</summary>
/// <param name="database">The source.</param>
/// <param name="table">Its table.</param>
/// <param name="directory">Its instances.</param>
/// <param name="gate">How fast.</param>
/// <param name="options">The rest.</param>
internal sealed class SliceReader(
    MigrationDatabase database, SourceTable table, InstanceDirectory directory, RateGate gate, MigrationOptions options)
{
    private const int Columns = 7;

    /// <summary>Whether the table's own index on time is read instead of its blocks.</summary>
    public bool ReadsByTime { get; set; }

    /// <summary>Reads a time; null where it has more rows than fit, or takes longer than a statement may.</summary>
    /// <param name="map">Where the rows are.</param>
    /// <param name="from">The first microsecond.</param>
    /// <param name="until">The one after the last.</param>
    /// <param name="most">How many rows fit.</param>
    /// <param name="wanted">Whether an instance's rows of a time are wanted.</param>
    /// <param name="lanes">How many lanes share them.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="instances">Instances of which alone rows are read; null: all.</param>
    public async Task<SliceRows[]?> ReadAsync(
        BlockMap map,
        long from,
        long until,
        long most,
        Func<InstanceEntry, long, bool> wanted,
        int lanes,
        CancellationToken cancellationToken,
        IReadOnlyCollection<InstanceEntry>? instances = null)
    {
        var ids = instances is null ? "" : $" AND instance_id = ANY ('{{{string.Join(',', instances.Select(entry => entry.Id))}}}'::uuid[])";
        var parts = Enumerable.Range(0, lanes).Select(_ => new SliceRows()).ToArray();
        var number = directory.NextSlice();
        var met = new List<InstanceEntry>();
        var rows = 0L;
        try
        {
            foreach (var runs in Statements(map, from, until))
            {
                var read = await database.RunAsync(
                    connection => ReadAsync(connection, map, runs, Text(runs, from, until, ids), parts, number, met, most - rows, wanted, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
                if (read is null)
                {
                    Dispose(parts);
                    return null;
                }

                rows += read.Value;
                await gate.PassAsync(read.Value, cancellationToken).ConfigureAwait(false);
            }

            await directory.LookUpAsync(met, cancellationToken).ConfigureAwait(false);
            return parts;
        }
        catch
        {
            Dispose(parts);
            throw;
        }
    }

    private static void Dispose(SliceRows[] parts)
    {
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }

    private static long NotNegative(long? value, long otherwise) => value is { } number and >= 0 ? number : otherwise;

    private IEnumerable<List<BlockRun>> Statements(BlockMap map, long from, long until) =>
        ReadsByTime ? [[new BlockRun(0, table.Qualified, "TRUE")]] : map.Runs(from, until);

    private string Text(List<BlockRun> runs, long from, long until, string ids)
    {
        var live = table.HasDeletedAt ? " AND deleted_at IS NULL" : "";
        var selects = runs.Select(run => $"""
            SELECT instance_id, "timestamp", cpu_usage::float8, memory_usage::int8, memory_limit::int8, network_in::int8, network_out::int8
            FROM {run.Relation}
            WHERE {run.Condition} AND "timestamp" >= {Moments.Literal(from)} AND "timestamp" < {Moments.Literal(until)}{live} AND instance_id IS NOT NULL{ids}
            """);
        return $"COPY ({string.Join(" UNION ALL ", selects)}) TO STDOUT (FORMAT BINARY)";
    }

    private async Task<long?> ReadAsync(
        NpgsqlConnection connection,
        BlockMap map,
        List<BlockRun> runs,
        string text,
        SliceRows[] parts,
        long number,
        List<InstanceEntry> met,
        long most,
        Func<InstanceEntry, long, bool> wanted,
        CancellationToken cancellationToken)
    {
        try
        {
            using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await LimitAsync(connection, options.StatementTimeout, cancellationToken).ConfigureAwait(false);
            var count = 0L;
            using (var stream = await connection.BeginRawBinaryCopyAsync(text, cancellationToken).ConfigureAwait(false))
            {
                var rows = new BinaryRows(stream, Columns);
                while (await rows.NextAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (++count > most)
                    {
                        await stream.CancelAsync().ConfigureAwait(false);
                        return null;
                    }

                    Take(rows, parts, number, met, wanted);
                }

                await rows.EndAsync(cancellationToken).ConfigureAwait(false);
            }

            await CheckAsync(connection, map, runs, cancellationToken).ConfigureAwait(false);
            return count;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // A table that is rewritten has its rows elsewhere, and what was read from the old places is anybody's.
    private async Task CheckAsync(NpgsqlConnection connection, BlockMap map, List<BlockRun> runs, CancellationToken cancellationToken)
    {
        if (ReadsByTime)
        {
            return;
        }

        var files = await MigrationDatabase.ReadAsync(
            connection,
            SqlText.Read("migration/source/file-nodes.sql"),
            reader => (Part: reader.GetInt64(0), FileNode: reader.GetInt64(1)),
            cancellationToken,
            Parameter.Longs(runs.Select(run => run.Part).Distinct())).ConfigureAwait(false);
        if (files.Exists(file => !map.Holds(file.Part, file.FileNode)))
        {
            throw new MigrationException(
                $"the source: {table.Qualified} was rewritten meanwhile (VACUUM FULL, CLUSTER or the like): nothing is lost, and the same command finds its rows again");
        }
    }

    private void Take(BinaryRows rows, SliceRows[] parts, long number, List<InstanceEntry> met, Func<InstanceEntry, long, bool> wanted)
    {
        var entry = directory.Of(rows.Id()!.Value);
        var row = new SourceRow
        {
            Time = Moments.FromPostgres(rows.Long()) ?? long.MinValue,
            Cpu = rows.Number() is { } cpu && SampleLimits.IsCpuUsage(cpu) ? cpu : 0,
            MemoryUsage = NotNegative(rows.Long(), 0),
            MemoryLimit = NotNegative(rows.Long(), 0),
            NetworkIn = NotNegative(rows.Long(), SourceRow.None),
            NetworkOut = NotNegative(rows.Long(), SourceRow.None),
        };
        if (!wanted(entry, row.Time))
        {
            return;
        }

        var part = parts[parts.Length == 1 ? 0 : entry.Lane];
        if (entry.Seen.Slice != number)
        {
            entry.Seen = (number, part.Instances.Count);
            part.Instances.Add(entry);
            met.Add(entry);
        }

        row.Instance = entry.Seen.Place;
        part.Add(row);
    }

    /// <summary>What every transaction in the source begins with.</summary>
    internal static async Task LimitAsync(NpgsqlConnection connection, TimeSpan timeout, CancellationToken cancellationToken) =>
        await MigrationDatabase.ReadAsync(
            connection, SqlText.Read("migration/source/limits.sql"), _ => 0, cancellationToken, Parameter.Milliseconds(timeout)).ConfigureAwait(false);
}
