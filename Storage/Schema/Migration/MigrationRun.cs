using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>One run of a migration. One file per aspect.</summary>
internal sealed partial class MigrationRun : IAsyncDisposable
{
    // Beside the lanes: the lock, and what is done between.
    private const int OtherConnections = 3;
    private const int SourceConnections = 2;

    private readonly MigrationOptions _options;
    private readonly MigrationProgress _progress;
    private readonly TimeProvider _time;
    private readonly MigrationDatabase _source;
    private readonly MigrationDatabase _target;
    private readonly long _started;
    private NpgsqlConnection? _lock;

    private MigrationRun(MigrationOptions options, MigrationProgress progress, TimeProvider time)
    {
        (_options, _progress, _time) = (options, progress, time);
        _started = time.GetTimestamp();
        _source = new MigrationDatabase("the source", options.Source, SourceConnections);
        _target = new MigrationDatabase("the target", options.Target, options.Parallel + OtherConnections);
    }

    private SourceTable Table { get; set; } = null!;

    private MigrationTarget Into { get; set; } = null!;

    private MigrationState State { get; set; } = null!;

    private InstanceDirectory Directory { get; set; } = null!;

    private MigrationStore Store => new(_target, Into.Statements);

    private RateGate Gate => field ??= new RateGate(_options.RateLimit, _time);

    private int Batch => _options.RateLimit == 0 ? _options.Batch : (int)Math.Min(_options.Batch, _options.RateLimit * 10L);

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Looks at both databases; with the lock of the target where rows are to be copied.</summary>
    public static async Task<MigrationRun> OpenAsync(
        MigrationOptions options, MigrationProgress progress, TimeProvider time, bool copies, CancellationToken cancellationToken)
    {
        var run = new MigrationRun(options, progress, time);
        try
        {
            run.Table = await run.FindTableAsync(cancellationToken).ConfigureAwait(false);
            run.Into = await MigrationTarget.OpenAsync(run._target, run.Table, copies, cancellationToken).ConfigureAwait(false);
            if (copies)
            {
                await run.LockAsync(cancellationToken).ConfigureAwait(false);
                await run.Into.PrepareAsync(run._target, cancellationToken).ConfigureAwait(false);
            }

            await run.LoadStateAsync(copies, cancellationToken).ConfigureAwait(false);
            return run;
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lock is not null)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
        }

        await _source.DisposeAsync().ConfigureAwait(false);
        await _target.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LockAsync(CancellationToken cancellationToken)
    {
        _lock = await _target.OpenAsync(cancellationToken).ConfigureAwait(false);
        var isHeld = await _target.RunOnAsync(
            _lock,
            async connection =>
            {
                await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await MigrationDatabase.ReadAsync(connection, Into.Statements.Text("limit-lock"), _ => 0, cancellationToken).ConfigureAwait(false);
                return (await MigrationDatabase.ReadAsync(
                    connection, Into.Statements.Text("lock"), reader => reader.GetBoolean(0), cancellationToken).ConfigureAwait(false))[0];
            }).ConfigureAwait(false);
        if (!isHeld)
        {
            throw new MigrationException("the target: another migration is at work there; one at a time");
        }
    }

    private async Task LoadStateAsync(bool copies, CancellationToken cancellationToken)
    {
        var known = Into.HasTables || copies ? await Store.FindAsync(Table.Key, cancellationToken).ConfigureAwait(false) : null;
        if (_isRenamed && known?.Seen is null)
        {
            throw SourceInspection.Missing(_options.Table);
        }

        if (known is { Seen: null })
        {
            // Nothing is copied yet: what it was begun with binds nobody.
            await (copies ? Store.ForgetAsync(known, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
            known = null;
        }

        State = known is null ? Begun() : Continued(known);
        if (copies && known is null)
        {
            State = await Store.BeginAsync(Table, State, cancellationToken).ConfigureAwait(false);
        }

        Directory = new InstanceDirectory(_source, Table, State.Lanes);
        await Directory.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (known is not null)
        {
            await Store.ReadCountersAsync(State, Directory, cancellationToken).ConfigureAwait(false);
        }
    }

    private MigrationState Begun()
    {
        var keptSince = _options.KeepExpired ? long.MinValue : Moments.Of(Timestamps.Day(Now - Into.Lifecycle.RawRetention));
        var since = Math.Max(Math.Max(keptSince, 0), _options.Since is { } wanted ? Moments.Of(wanted) : 0);
        return new MigrationState
        {
            Migration = 0,
            Network = _options.Network,
            Since = since,
            KeptSince = keptSince,
            Lanes = _options.Parallel,
            CopiedUntil = since,
            Seen = null,
            Plan = null,
            Counted = new MigrationCounts(),
            Stale = null,
        };
    }

    private MigrationState Continued(MigrationState known)
    {
        if (known.Network != _options.Network)
        {
            throw new MigrationException(
                $"--network: the migration of {Table.Qualified} was begun with {known.Network.ToString().ToLowerInvariant()}, and goes on with that alone");
        }

        if (_options.Since is { } since && Moments.Of(since) != known.Since)
        {
            throw new MigrationException(
                $"--since: the migration of {Table.Qualified} was begun from {Moments.ToTime(known.Since):O}, and goes on with that alone; leave the option out");
        }

        if (_options.KeepExpired && known.KeptSince != long.MinValue)
        {
            throw new MigrationException($"--keep-expired: the migration of {Table.Qualified} was begun without, and goes on so");
        }

        // Lanes that stand at different places keep their shares.
        return known.Plan is { Slices.Length: > 0 } ? known : known with { Lanes = _options.Parallel };
    }
}
