using System.Text.Json;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Storage.Schema.Migration.State;

/// <summary>Reads and writes what the target knows of a migration.</summary>
/// <param name="target">The target.</param>
/// <param name="statements">Its statements.</param>
internal sealed class MigrationStore(MigrationDatabase target, PostgresStatements statements)
{
    /// <summary>A migration from this source that has begun; null where there is none.</summary>
    public async Task<MigrationState?> FindAsync(string source, CancellationToken cancellationToken) => (await target.ReadAsync(
        statements.Text("find"),
        reader => new MigrationState
        {
            Migration = reader.GetInt32(0),
            Network = Enum.Parse<NetworkMode>(reader.GetString(1)),
            Since = Moments.Of(reader.GetFieldValue<DateTimeOffset>(2)),
            KeptSince = reader.IsDBNull(3) ? long.MinValue : Moments.Of(reader.GetFieldValue<DateTimeOffset>(3)),
            Lanes = reader.GetInt32(4),
            CopiedUntil = Moments.Of(reader.GetFieldValue<DateTimeOffset>(5)),
            Seen = reader.IsDBNull(6) ? null : new SourceHorizon(reader.GetString(6)),
            Plan = PlanDocument.Parse(reader.IsDBNull(7) ? null : reader.GetString(7)),
            Counted = JsonSerializer.Deserialize<MigrationCounts>(reader.GetString(8))!,
            Stale = reader.IsDBNull(9) ? null : (reader.GetFieldValue<DateTimeOffset>(9), reader.GetFieldValue<DateTimeOffset>(10)),
        },
        cancellationToken,
        Parameter.Text(source)).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Begins a migration.</summary>
    public async Task<MigrationState> BeginAsync(SourceTable table, MigrationState state, CancellationToken cancellationToken)
    {
        var number = await target.ReadAsync(
            statements.Text("begin"),
            reader => reader.GetInt32(0),
            cancellationToken,
            Parameter.Text(table.Key),
            Parameter.Text(table.Qualified),
            Parameter.Text(state.Network.ToString()),
            Time(state.Since),
            Parameter.OptionalTime(state.KeptSince == long.MinValue ? null : Moments.ToTime(state.KeptSince)),
            Parameter.Integer(state.Lanes)).ConfigureAwait(false);
        return state with { Migration = number[0] };
    }

    /// <summary>Forgets a migration that has copied nothing.</summary>
    public Task ForgetAsync(MigrationState state, CancellationToken cancellationToken) =>
        target.ExecuteAsync(statements.Text("forget"), cancellationToken, Parameter.Integer(state.Migration));

    /// <summary>The lanes; made, or made another number of, where all stand at one place.</summary>
    public async Task<List<LaneState>> LanesAsync(MigrationState state, CancellationToken cancellationToken)
    {
        await target.ExecuteAsync(
            statements.Text("begin-lanes"), cancellationToken, Parameter.Integer(state.Migration), Parameter.Integer(state.Lanes), Time(state.CopiedUntil)).ConfigureAwait(false);
        return await ReadLanesAsync(state.Migration, cancellationToken).ConfigureAwait(false);
    }

    public Task<List<LaneState>> ReadLanesAsync(int migration, CancellationToken cancellationToken) => target.ReadAsync(
        statements.Text("lanes"),
        reader => new LaneState(
            reader.GetInt32(0), Moments.Of(reader.GetFieldValue<DateTimeOffset>(1)), JsonSerializer.Deserialize<LaneCounts>(reader.GetString(2))!),
        cancellationToken,
        Parameter.Integer(migration));

    /// <summary>Gives the instances the counters that bytes were last derived from.</summary>
    public async Task ReadCountersAsync(MigrationState state, InstanceDirectory directory, CancellationToken cancellationToken) => await target.ReadAsync(
        statements.Text("counters"),
        reader =>
        {
            var entry = directory.Of(reader.GetGuid(0));
            entry.Counters = new CounterState(Moments.Of(reader.GetFieldValue<DateTimeOffset>(1)), CounterOf(reader, 2), CounterOf(reader, 3));
            entry.Before = reader.IsDBNull(4) && reader.IsDBNull(5) ? null : new CounterState(0, CounterOf(reader, 4), CounterOf(reader, 5));
            return 0;
        },
        cancellationToken,
        Parameter.Integer(state.Migration)).ConfigureAwait(false);

    /// <summary>Notes a plan before its first row is copied, with what the pass has found before the range.</summary>
    public Task PlanAsync(
        MigrationState state, PlanDocument plan, long from, IEnumerable<(Guid, CounterState)> before, CancellationToken cancellationToken) => target.RunAsync(
        async connection =>
        {
            using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await CountersAsync(connection, "note-before", state.Migration, [.. before], cancellationToken).ConfigureAwait(false);
            await MigrationDatabase.ReadAsync(
                connection,
                statements.Text("plan"),
                _ => 0,
                cancellationToken,
                Parameter.Integer(state.Migration),
                Json(plan.ToText()),
                Parameter.Text(state.Seen!.Snapshot),
                Json(JsonSerializer.Serialize(state.Counted)),
                Time(from),
                Time(Math.Max(from, plan.Until))).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        },
        cancellationToken);

    /// <summary>Notes of which time aggregates are about to become stale.</summary>
    public Task StaleAsync(MigrationState state, long from, long until, CancellationToken cancellationToken) => target.ExecuteAsync(
        statements.Text("stale"), cancellationToken, Parameter.Integer(state.Migration), Time(from), Time(until));

    /// <summary>Notes that a plan's slices are copied; where rows lie is kept.</summary>
    public Task PlanDoneAsync(MigrationState state, PlanDocument plan, CancellationToken cancellationToken) => target.ExecuteAsync(
        statements.Text("plan-done"), cancellationToken, Parameter.Integer(state.Migration), Time(plan.Until), Json((plan with { Slices = [] }).ToText()));

    /// <summary>Moves a lane on in the transaction that writes its rows.</summary>
    /// <exception cref="MigrationException">Somebody else has moved it.</exception>
    public async Task CheckpointAsync(
        NpgsqlConnection connection, int migration, LaneState lane, long copiedUntil, LaneCounts counts, CancellationToken cancellationToken)
    {
        var moved = await MigrationDatabase.ReadAsync(
            connection,
            statements.Text("checkpoint"),
            _ => 0,
            cancellationToken,
            Parameter.Integer(migration),
            Parameter.Integer(lane.Number),
            Time(lane.CopiedUntil),
            Time(copiedUntil),
            Json(JsonSerializer.Serialize(counts))).ConfigureAwait(false);
        if (moved.Count == 0)
        {
            throw new MigrationException("another run has copied rows meanwhile: this one has stopped, and nothing is lost");
        }
    }

    /// <summary>Notes the newest counters in the transaction that writes their bytes.</summary>
    public Task MoveCountersAsync(
        NpgsqlConnection connection, int migration, IReadOnlyList<(Guid Instance, CounterState Counters)> moved, CancellationToken cancellationToken) =>
        CountersAsync(connection, "move-counters", migration, moved, cancellationToken);

    private static long CounterOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? SourceRow.None : reader.GetInt64(column);

    private async Task CountersAsync(
        NpgsqlConnection connection, string statement, int migration, IReadOnlyList<(Guid Instance, CounterState Counters)> counters, CancellationToken cancellationToken)
    {
        if (counters.Count > 0)
        {
            await MigrationDatabase.ReadAsync(
                connection,
                statements.Text(statement),
                _ => 0,
                cancellationToken,
                Parameter.Integer(migration),
                Parameter.Uuids(counters.Select(item => item.Instance)),
                Parameter.Times(counters.Select(item => Moments.ToTime(item.Counters.Time))),
                Counters(counters.Select(item => item.Counters.NetworkIn)),
                Counters(counters.Select(item => item.Counters.NetworkOut))).ConfigureAwait(false);
        }
    }

    private static NpgsqlParameter Counters(IEnumerable<long> values) => new()
    {
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        Value = values.Select(value => value == SourceRow.None ? (long?)null : value).ToArray(),
    };

    private static NpgsqlParameter Time(long microseconds) => Parameter.Time(Moments.ToTime(microseconds));

    private static NpgsqlParameter Json(string text) => new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = text };
}
