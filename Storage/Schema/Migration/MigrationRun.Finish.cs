using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

// What comes after the rows.
internal sealed partial class MigrationRun
{
    // A refresh is one transaction: of this much time, it is short and needs little memory.
    private static readonly TimeSpan RefreshStep = TimeSpan.FromDays(2);

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private const int MostRollSteps = 1_000_000;

    /// <summary>Leaves the counters to the service, brings aggregates up to date, compresses.</summary>
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (State.Network == NetworkMode.Cumulative)
        {
            await _target.ExecuteAsync(Into.Statements.Text("baselines-left"), cancellationToken, Parameter.Integer(State.Migration)).ConfigureAwait(false);
        }

        var stale = (await Store.FindAsync(Table.Key, cancellationToken).ConfigureAwait(false))!.Stale;
        if (stale is { } span)
        {
            var floor = await FloorAsync(cancellationToken).ConfigureAwait(false);
            await RefreshAsync(floor is { } least && least > span.From ? least : span.From, span.Until, cancellationToken).ConfigureAwait(false);
            await RollAsync(cancellationToken).ConfigureAwait(false);
            _progress.Begin("compresses", "chunks", 0);
            await CompressAsync(span.From, span.Until, () => _progress.Add(1), cancellationToken).ConfigureAwait(false);
            _progress.Begin("analyzes", "", 0);
            await _target.ExecuteAsync(Into.Statements.Text("analyze"), cancellationToken).ConfigureAwait(false);
            await _target.ExecuteAsync(Into.Statements.Text("refreshed"), cancellationToken, Parameter.Integer(State.Migration)).ConfigureAwait(false);
        }
    }

    // Whole hours and days, and none that a policy would leave alone yet: rows of those still come, and the views compute them from the rows.
    private async Task RefreshAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!Into.Statements.Has("migration-refresh-hours"))
        {
            return;
        }

        var lagged = Now - Into.Lifecycle.RefreshLag;
        var hours = TimeSpan.FromHours(1);
        await RefreshAsync(
            "hours", Timestamps.Hour(from), Earlier(Timestamps.Hour(until + hours - Tick), Timestamps.Hour(lagged)), cancellationToken).ConfigureAwait(false);
        await RefreshAsync(
            "days", Timestamps.Day(from), Earlier(Timestamps.Day(until + Day - Tick), Timestamps.Day(lagged)), cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private async Task RefreshAsync(string what, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        _progress.Begin($"refreshes {what}", "hours", Math.Max(0, (long)(until - from).TotalHours));
        for (var start = from; start < until; start += RefreshStep)
        {
            var end = start + RefreshStep < until ? start + RefreshStep : until;
            await _target.ExecuteAsync(
                Into.Statements.Text($"migration-refresh-{what}"), cancellationToken, Parameter.Time(start), Parameter.Time(end)).ConfigureAwait(false);
            _progress.Add((long)(end - start).TotalHours);
        }
    }

    // Below tier Timescale. What other transactions hold up is the service's to do, a moment later.
    private async Task RollAsync(CancellationToken cancellationToken)
    {
        if (!Into.Statements.Has("maintain-rollup"))
        {
            return;
        }

        _progress.Begin("rolls up hours", "steps", 0);
        for (var step = 0; step < MostRollSteps; step++)
        {
            var more = await _target.ReadAsync(Into.Statements.Text("maintain-rollup"), reader => reader.GetBoolean(0), cancellationToken).ConfigureAwait(false);
            if (!more[0])
            {
                return;
            }

            _progress.Add(1);
        }
    }

    private async Task CompressAsync(DateTimeOffset from, DateTimeOffset until, Action compressed, CancellationToken cancellationToken)
    {
        if (!Into.Statements.Has("migration-chunks"))
        {
            return;
        }

        var chunks = await _target.ReadAsync(
            Into.Statements.Text("migration-chunks"), reader => reader.GetString(0), cancellationToken, Parameter.Time(from), Parameter.Time(until)).ConfigureAwait(false);
        foreach (var chunk in chunks)
        {
            await _target.ExecuteAsync(Into.Statements.Text("migration-compress"), cancellationToken, Parameter.Text(chunk)).ConfigureAwait(false);
            _compressed++;
            compressed();
        }

        if (chunks.Count > 0)
        {
            await _target.ExecuteAsync(Into.Statements.Text("migration-repack"), cancellationToken).ConfigureAwait(false);
        }
    }
}
