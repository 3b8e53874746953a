using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Documentation;
using LaunchStack.Metrics.Silo.Api.Formats;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Raw samples of one instance, and its usage over time.</summary>
internal static class SampleEndpoints
{
    private const int StandardLimit = 60;
    private static readonly TimeSpan StandardHours = TimeSpan.FromHours(24);
    private static readonly TimeSpan StandardDays = TimeSpan.FromDays(30);
    private static readonly TimeSpan AllThatIsKept = TimeSpan.MaxValue;

    public static void MapSamples(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instances/{id}/samples", SamplesAsync)
            .Described("getSamples", "Samples of an instance: pages, newest first; with from or to all samples of the range, oldest first, as NDJSON or CSV.", 400, 404, 503)
            .WithMetadata(new HeaderNote(HasNext: true))
            .Answers(Examples.Samples)
            .Negotiated(Examples.Samples.Items[0]);
        routes.MapGet("/instances/{id}/range", RangeAsync)
            .Described("getRange", "Usage of an instance over time at a resolution that fits, oldest first.", 400, 404, 503)
            .WithMetadata(new HeaderNote(IsKept: true))
            .Answers(Examples.Range)
            .Negotiated(RangeRow.Of(Examples.Instance.Id, Examples.Range).First());
        routes.MapGet("/instances/{id}/hourly", HourlyAsync)
            .Described("getHours", "Hours of an instance that have samples, newest first.", 400, 404, 503)
            .WithMetadata(new HeaderNote(IsKept: true))
            .Answers(Examples.Hours)
            .Negotiated(Examples.Hours.Items[0]);
        routes.MapGet("/instances/{id}/daily", DailyAsync)
            .Described("getDays", "Days of an instance that have samples, newest first; of UTC, or of a time zone.", 400, 404, 503)
            .WithMetadata(new HeaderNote(IsKept: true))
            .Answers(Examples.Days)
            .Negotiated(Examples.Days.Items[0]);
        routes.MapGet("/instances/{id}/totals", TotalsAsync)
            .Described("getTotals", "Usage of an instance over a range of time as one.", 400, 404, 503)
            .WithMetadata(new HeaderNote(IsKept: true))
            .Answers(Examples.Totals);
    }

    private static async Task<IResult> RangeAsync(
        string id, [AsParameters] RangeParameters parameters, IGrainFactory grains, RangeAnswers answers, TimeProvider time, CancellationToken cancellationToken)
    {
        var instanceId = Parameters.InstanceId(id);
        var query = parameters.ToQuery(time);
        var range = await grains.GetGrain<IInstanceQueryGrain>(instanceId).GetRangeAsync(query, cancellationToken);
        var body = RangeBody.From(range);
        return answers.Of(new AnswerBody<RangeRow>(body, RangeRow.Of(instanceId, body)), query.To, range.Width);
    }

    // Exports and pages share the path: both are the instance's samples, and what is asked for tells them apart.
    private static async Task<IResult> SamplesAsync(
        string id, string? limit, string? before, string? from, string? to, HttpContext context, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var instanceId = Parameters.InstanceId(id);
        if (from is not null || to is not null)
        {
            return Export(instanceId, limit, before, from, to, context, grains, time);
        }

        var count = Parameters.Limit(limit, StandardLimit, IInstanceQueryGrain.MaxLimit);
        var page = await grains.GetGrain<IInstanceQueryGrain>(instanceId).GetRecentAsync(count, Parameters.Before(before), cancellationToken);
        return new PageAnswer<SampleRow>(
            new([.. page.Items.Select(SampleRow.From)], page.Next is { } next ? SampleCursorText.Format(next) : null), "before");
    }

    private static ExportAnswer<SampleRow> Export(
        Guid instanceId, string? limit, string? before, string? from, string? to, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var field = from is null ? Parameters.To : Parameters.From;
        Parameters.Without("limit", limit, field);
        Parameters.Without("before", before, field);
        if (Negotiation.FormatOf(context) == AnswerFormat.Json)
        {
            throw new InvalidRequestException(
                field, $"must come with Accept: {AnswerFormats.NdJson} or {AnswerFormats.Csv}; {AnswerFormats.Json} has pages, by limit and before");
        }

        var (start, end) = Parameters.Range(from, to, AllThatIsKept, time);
        return new ExportAnswer<SampleRow>(grains.ReadSamplesAsync(instanceId, start, end, context.RequestAborted).Select(SampleRow.From));
    }

    private static async Task<IResult> TotalsAsync(
        string id,
        string? from,
        string? to,
        string? percentiles,
        IGrainFactory grains,
        RangeAnswers answers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardHours, time);
        var totals = await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id))
            .GetTotalsAsync(start, end, Parameters.Flag("percentiles", percentiles), cancellationToken);
        return answers.Of(new AnswerBody<UsageTotals>(totals, [totals]), end);
    }

    private static async Task<IResult> HourlyAsync(
        string id, string? from, string? to, IGrainFactory grains, RangeAnswers answers, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardHours, time);
        var items = await grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id)).GetHourlyAsync(start, end, cancellationToken);
        return answers.Of(BodyOf(items), end, TimeSpan.FromHours(1));
    }

    private static async Task<IResult> DailyAsync(
        string id, string? from, string? to, string? tz, IGrainFactory grains, RangeAnswers answers, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardDays, time);
        var queries = grains.GetGrain<IInstanceQueryGrain>(Parameters.InstanceId(id));
        var items = tz is null ? await queries.GetDailyAsync(start, end, cancellationToken) : await queries.GetLocalDaysAsync(start, end, tz, cancellationToken);
        return answers.Of(BodyOf(items), end, TimeSpan.FromDays(1));
    }

    private static AnswerBody<AggregatedUsage> BodyOf(IReadOnlyList<AggregatedUsage> items) => new(new ListPage<AggregatedUsage>(items, null), items);
}
