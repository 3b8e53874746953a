using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Postgres.Appending;
using LaunchStack.Metrics.Storage.Schema.Migration.Copying;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

// The order of it all.
internal sealed partial class MigrationRun
{
    private long _late;
    private long _tooLate;
    private int _compressed;
    private long _committed;
    private TimeSpan _copying;

    /// <summary>A plan, and nothing done.</summary>
    public async Task<MigrationPlan> LookAsync(CancellationToken cancellationToken)
    {
        var counts = await CountsAsync(cancellationToken).ConfigureAwait(false);
        var (document, map, found) = await PlanAsync(PassKind.IfNeeded, cancellationToken).ConfigureAwait(false);
        return Describe(document, map, found, counts.Copied);
    }

    /// <summary>Migrates.</summary>
    public async Task<MigrationReport> RunAsync(Action<MigrationPlan> planned, Task? cutOver, CancellationToken cancellationToken)
    {
        await CheckRenameAsync(cancellationToken).ConfigureAwait(false);
        var before = await CountsAsync(cancellationToken).ConfigureAwait(false);
        var (document, map, found) = await PlanAsync(PassKind.IfNeeded, cancellationToken).ConfigureAwait(false);
        planned(Describe(document, map, found, before.Copied));
        await CheckOutlivedAsync(document, cancellationToken).ConfigureAwait(false);
        await PausedAsync(
            async () =>
            {
                await Transfer.RunAsync(Directory.All.Where(entry => entry.IsThere is true).Select(entry => entry.Id), cancellationToken).ConfigureAwait(false);
                await TurnAsync(document, map, found, cancellationToken).ConfigureAwait(false);

                // What was added while that went on.
                await TurnAsync(PassKind.Whole, cancellationToken).ConfigureAwait(false);
                _copying = _time.GetElapsedTime(_started);
                await FinishAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (cutOver is not null && !_isRenamed)
        {
            await FollowAsync(cutOver, cancellationToken).ConfigureAwait(false);
        }

        var renamed = _options.Rename ? await RenameAsync(cancellationToken).ConfigureAwait(false) : null;
        if (cutOver is not null || renamed is not null)
        {
            // Nobody writes any more.
            await PausedAsync(
                async () =>
                {
                    await TurnAsync(PassKind.Last, cancellationToken).ConfigureAwait(false);
                    await FinishAsync(cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }

        await _target.ExecuteAsync(Into.Statements.Text("finish"), cancellationToken, Parameter.Integer(State.Migration)).ConfigureAwait(false);
        return Report(before, await CountsAsync(cancellationToken).ConfigureAwait(false), renamed);
    }

    private MigrationReport Report(LaneCounts before, LaneCounts after, string? renamed) => new()
    {
        Copied = after.Copied,
        CopiedNow = after.Copied - before.Copied,
        Present = after.Present,
        Late = _late,
        TooLate = _tooLate,
        Ahead = State.Plan?.Later.Sum(hour => hour[1]) ?? 0,
        Found = State.Counted with { Duplicates = after.Duplicates },
        Range = Range(),
        CommittedBefore = Moments.ToTime(_committed),
        Compressed = _compressed,
        RenamedTo = renamed,
        Copying = _copying,
        Elapsed = _time.GetElapsedTime(_started),
    };

    /// <summary>What has been migrated, as the target knows; of a migration that it knows nothing of, what the options say.</summary>
    public MigratedRange Range()
    {
        var isKnown = State.Migration != 0;
        return new MigratedRange
        {
            Table = Table.Qualified,
            Since = State.Since == Math.Max(0, State.KeptSince) ? null : Moments.ToTime(State.Since),
            Until = isKnown && !(_options.Until < Moments.ToTime(State.CopiedUntil)) ? Moments.ToTime(State.CopiedUntil) : _options.Until,
            ExpiredBefore = isKnown && State.KeptSince != long.MinValue ? Moments.ToTime(State.KeptSince) : null,
            KeepsExpired = State.KeptSince == long.MinValue,
        };
    }

    /// <summary>Does something while no policy works beside it.</summary>
    private async Task PausedAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _target.ExecuteAsync(Into.Statements.Text("pause"), cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        catch
        {
            // Should this fail as well, a job of the database does it; what went wrong first is what the operator is told.
            await Task.WhenAny(ResumeAsync()).ConfigureAwait(false);
            throw;
        }

        await ResumeAsync().ConfigureAwait(false);
    }

    private Task ResumeAsync() => _target.ExecuteAsync(Into.Statements.Text("resume"), CancellationToken.None);

    private async Task<PassResult?> TurnAsync(PassKind kind, CancellationToken cancellationToken)
    {
        var (document, map, found) = await PlanAsync(kind, cancellationToken).ConfigureAwait(false);
        await TurnAsync(document, map, found, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private async Task TurnAsync(PlanDocument document, BlockMap map, PassResult? found, CancellationToken cancellationToken)
    {
        if (found is not null)
        {
            _tooLate += found.TooLate;
            await MendAsync(found, map, cancellationToken).ConfigureAwait(false);
            await NoteAsync(document, found, cancellationToken).ConfigureAwait(false);
        }

        await CopyAsync(document, map, cancellationToken).ConfigureAwait(false);
        _committed = document.Committed;
    }

    // Before what has been seen is noted: killed on the way, the next run finds these rows again.
    private async Task MendAsync(PassResult found, BlockMap map, CancellationToken cancellationToken)
    {
        if (found.Late.Count == 0)
        {
            return;
        }

        _progress.Say("brings over rows that were added or changed in time that was copied already");
        var lanes = await Store.LanesAsync(State, cancellationToken).ConfigureAwait(false);
        var reader = new SliceReader(_source, Table, Directory, Gate, _options);
        var late = new LateRows(_target, Into.Statements, new TriggerSkipping(_time), Transfer, Store, State, reader, _options);
        _late += await late.RunAsync(found, map, lanes[0], cancellationToken).ConfigureAwait(false);
    }

    private async Task<LaneCounts> CountsAsync(CancellationToken cancellationToken) => State.Migration == 0
        ? new LaneCounts()
        : (await Store.ReadLanesAsync(State.Migration, cancellationToken).ConfigureAwait(false))
            .Aggregate(new LaneCounts(), (sum, lane) => sum.Plus(lane.Counts));

    // From where on rows may be changed and hours computed: what is older has outlived its raw rows. Whole chunks, so that none is made anew beside such hours.
    private async Task<DateTimeOffset?> FloorAsync(CancellationToken cancellationToken)
    {
        if (!Into.Statements.Has("migration-floor"))
        {
            return null;
        }

        var (outlived, oldest) = (await _target.ReadAsync(
            Into.Statements.Text("migration-floor"),
            reader => (
                reader.IsDBNull(0) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(0),
                reader.IsDBNull(1) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(1)),
            cancellationToken).ConfigureAwait(false))[0];
        if (outlived is not { } end)
        {
            return null;
        }

        var width = Into.Lifecycle.ChunkInterval.Ticks;
        var chunk = new DateTimeOffset((end.UtcTicks + width - 1) / width * width, TimeSpan.Zero);
        return oldest is { } raw && raw < chunk ? raw : chunk;
    }

    // Hours whose raw rows are gone would be computed from the copied ones alone.
    private async Task CheckOutlivedAsync(PlanDocument document, CancellationToken cancellationToken)
    {
        if (document.ToSlices() is not [var first, ..] slices || !Into.Statements.Has("migration-outlived") || State.CopiedUntil > State.Since)
        {
            return;
        }

        var outlived = await _target.ReadAsync(
            Into.Statements.Text("migration-outlived"),
            reader => reader.GetBoolean(0),
            cancellationToken,
            Parameter.Time(Moments.ToTime(first.From)),
            Parameter.Time(Moments.ToTime(slices[^1].Until))).ConfigureAwait(false);
        if (outlived[0])
        {
            throw new MigrationException(
                $"the target has hours from {Moments.ToTime(first.From):O} on whose raw rows its retention has dropped, and which copied rows would replace: give a later --since");
        }
    }
}
