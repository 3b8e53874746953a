using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>One verification, from its first statement to its report.</summary>
/// <param name="scope">What to hold against what.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told how far it has come.</param>
internal sealed class VerificationRun(VerificationScope scope, TimeProvider time, IProgress<VerificationProgress>? progress)
{
    private readonly RowCheck _rows = new(scope.ServiceSince, scope.MaxNamed);
    private readonly HourCheck _hours = new(scope.MaxNamed);

    public async Task<VerificationReport> RunAsync(ReadOnlyDatabase sourceDatabase, ReadOnlyDatabase targetDatabase, CancellationToken cancellationToken)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var shape = await SourceShape.ReadAsync(sourceDatabase, scope.SourceTable, cancellationToken).ConfigureAwait(false);
        var target = await TargetReader.OpenAsync(targetDatabase, cancellationToken).ConfigureAwait(false);
        var survey = await SourceSurvey.ReadAsync(
            sourceDatabase, shape, rows => Tell(VerificationStep.Survey, null, rows, 0), cancellationToken).ConfigureAwait(false);
        var source = new SourceReader(sourceDatabase, shape, scope.Network, survey);
        var kept = Timestamps.Floor(startedAt - target.Lifecycle.RawRetention);
        var counted = scope.KeptSince ?? (scope.KeepsExpired ? DateTimeOffset.UnixEpoch : Timestamps.Day(kept));
        var from = Timestamps.Floor(new[] { counted, scope.Since ?? counted, scope.KeepsExpired ? counted : kept }.Max());
        var until = Timestamps.Floor(scope.Until ?? startedAt);
        if (scope.Network == NetworkMode.Cumulative)
        {
            await EachSpanAsync(
                VerificationStep.Counters, survey, counted, from, span => source.PassAsync(span, cancellationToken)).ConfigureAwait(false);
        }

        var hourly = startedAt - target.Lifecycle.HourlyRetention;
        var bounds = new HourBounds(from > hourly ? from : hourly, until, kept);
        var days = new DayCheck(source, target, bounds, _rows, _hours, scope.MaxNamed);
        await EachSpanAsync(VerificationStep.Days, survey, from, until, span => days.RunAsync(span, cancellationToken)).ConfigureAwait(false);
        Tell(VerificationStep.Queries, null, 0, 0);
        var queries = await new GuideQueries(source, target, (from > kept ? from : kept, until, counted), time).RunAsync(days.Instances, cancellationToken).ConfigureAwait(false);
        return new VerificationReport
        {
            Source = sourceDatabase.Description,
            SourceTable = shape.Table,
            Target = targetDatabase.Description,
            Network = scope.Network,
            From = from,
            Until = until,
            StartedAt = startedAt,
            Elapsed = time.GetElapsedTime(start),
            Days = days.Days,
            UnequalGroups = days.UnequalGroups,
            Rows = _rows.Result,
            Hours = _hours.Result,
            Queries = queries,
        };
    }

    private async Task EachSpanAsync(
        VerificationStep step, SourceSurvey survey, DateTimeOffset from, DateTimeOffset until, Func<Span, Task> run)
    {
        var spans = Span.Divide(survey.Days, from, until, scope.RowsPerTransaction);
        var (done, total) = (0L, spans.Sum(span => span.Rows));
        foreach (var span in spans)
        {
            Tell(step, DateOnly.FromDateTime(span.Until.UtcDateTime.AddTicks(-1)), done, total);
            await run(span).ConfigureAwait(false);
            done += span.Rows;
        }

        Tell(step, null, done, total);
    }

    private void Tell(VerificationStep step, DateOnly? day, long done, long total) =>
        progress?.Report(new VerificationProgress(step, day, done, total, _rows.Total + _hours.Differing));
}
