using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

// The order of it all.
internal sealed partial class MigrationRun
{
    /// <summary>A plan, and nothing done.</summary>
    public async Task<MigrationPlan> LookAsync(CancellationToken cancellationToken)
    {
        var counts = await CountsAsync(cancellationToken).ConfigureAwait(false);
        var (document, map, found) = await PlanAsync(anew: false, cancellationToken).ConfigureAwait(false);
        return Describe(document, map, found, counts.Copied);
    }

    /// <summary>Migrates.</summary>
    public async Task<MigrationReport> RunAsync(Action<MigrationPlan> planned, Task? cutOver, CancellationToken cancellationToken)
    {
        var before = await CountsAsync(cancellationToken).ConfigureAwait(false);
        var (document, map, found) = await PlanAsync(anew: false, cancellationToken).ConfigureAwait(false);
        planned(Describe(document, map, found, before.Copied));
        await CheckAsync(document, cancellationToken).ConfigureAwait(false);
        await _target.ExecuteAsync(Into.Statements.Text("pause"), cancellationToken).ConfigureAwait(false);
        try
        {
            await Transfer.RunAsync(Directory.All.Where(entry => entry.IsThere is true).Select(entry => entry.Id), cancellationToken).ConfigureAwait(false);
            document = await TurnAsync(document, map, found, cancellationToken).ConfigureAwait(false);

            // What was added while that went on.
            document = await TurnAsync(cancellationToken).ConfigureAwait(false);
            var compressed = await FinishAsync(cancellationToken).ConfigureAwait(false);
            var after = await CountsAsync(cancellationToken).ConfigureAwait(false);
            return new MigrationReport
            {
                Copied = after.Copied,
                CopiedNow = after.Copied - before.Copied,
                Present = after.Present,
                Late = 0,
                Found = State.Counted with { Duplicates = after.Duplicates },
                From = Moments.ToTime(State.Since),
                Until = Moments.ToTime(State.CopiedUntil),
                CommittedBefore = Moments.ToTime(document.Committed),
                Compressed = compressed,
                RenamedTo = null,
                Elapsed = _time.GetElapsedTime(_started),
            };
        }
        finally
        {
            // Whatever has happened; should this fail as well, a job of the database does it.
            await _target.ExecuteAsync(Into.Statements.Text("resume"), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<PlanDocument> TurnAsync(CancellationToken cancellationToken)
    {
        var (document, map, found) = await PlanAsync(anew: true, cancellationToken).ConfigureAwait(false);
        return await TurnAsync(document, map, found, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PlanDocument> TurnAsync(PlanDocument document, BlockMap map, PassResult? found, CancellationToken cancellationToken)
    {
        if (found is not null)
        {
            await NoteAsync(document, found, cancellationToken).ConfigureAwait(false);
        }

        await CopyAsync(document, map, cancellationToken).ConfigureAwait(false);
        return document;
    }

    private async Task<LaneCounts> CountsAsync(CancellationToken cancellationToken) => State.Migration == 0
        ? new LaneCounts()
        : (await Store.ReadLanesAsync(State.Migration, cancellationToken).ConfigureAwait(false))
            .Aggregate(new LaneCounts(), (sum, lane) => sum.Plus(lane.Counts));

    // Hours whose raw rows are gone would be computed from the copied ones alone.
    private async Task CheckAsync(PlanDocument document, CancellationToken cancellationToken)
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
