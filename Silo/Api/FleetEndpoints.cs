using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Documentation;
using LaunchStack.Metrics.Silo.Api.Formats;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>What many instances use.</summary>
internal static class FleetEndpoints
{
    private const int StandardLimit = 100;
    private const int StandardTop = 10;
    private static readonly TimeSpan StandardTopRange = TimeSpan.FromMinutes(5);

    public static void MapFleet(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/latest", LatestAsync)
            .Described("getLatest", "The newest sample of each instance that has any, by ascending instance: page by page, or of given instances.", 400, 503)
            .Answers(Examples.Latest)
            .Negotiated(Examples.Latest.Items[0]);
        routes.MapGet("/range", RangesAsync)
            .Described("getRanges", "Usage of several instances over time, each at a resolution that fits, in the order asked for.", 400, 503)
            .WithMetadata(new HeaderNote(IsKept: true))
            .WithMetadata(new ParameterNote(InstanceList.Field, IsRequired: true))
            .Answers(Examples.Ranges)
            .Negotiated(RangeRow.Of(Examples.Ranges.Items[0].InstanceId, Examples.Ranges.Items[0].Range).First());
        routes.MapGet("/stats", StatsAsync)
            .Described("getStatsOfMany", "The newest samples of given instances, with texts ready to show.", 400, 503)
            .WithMetadata(new ParameterNote(InstanceList.Field, IsRequired: true))
            .Answers(Examples.StatsOfMany);
        routes.MapGet("/top", TopAsync)
            .Described("getTop", "The instances that use most, most first.", 400, 503)
            .WithMetadata(new HeaderNote(IsKept: true))
            .WithMetadata(new ParameterNote("limit", Most: TopQuery.MaxLimit))
            .Answers(Examples.Top)
            .Negotiated(Examples.Top.Items[0]);
    }

    private static async Task<IResult> LatestAsync(
        string? instances, string? limit, string? cursor, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var fleet = grains.GetGrain<IFleetQueryGrain>(0);
        if (instances is null)
        {
            var page = await fleet.GetLatestAsync(
                Parameters.Limit(limit, StandardLimit, IFleetQueryGrain.MaxLimit), Parameters.After(cursor), cancellationToken);
            return PageOf(page.Items, page.Next?.ToString());
        }

        Parameters.Without("limit", limit, InstanceList.Field);
        Parameters.Without("cursor", cursor, InstanceList.Field);
        return PageOf(await fleet.GetLatestOfAsync(InstanceList.Read(instances, IFleetQueryGrain.MaxLimit), cancellationToken), null);
    }

    private static async Task<IResult> RangesAsync(
        string? instances,
        [AsParameters] RangeParameters parameters,
        IGrainFactory grains,
        RangeAnswers answers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var ids = InstanceList.Read(instances, IFleetQueryGrain.MaxRanges);
        var query = parameters.ToQuery(time);
        var ranges = await grains.GetGrain<IFleetQueryGrain>(0).GetRangesAsync(ids, query, cancellationToken);
        var items = ranges.Select(InstanceRangeBody.From).ToList();
        return answers.Of(
            new AnswerBody<RangeRow>(new ListPage<InstanceRangeBody>(items, null), items.SelectMany(item => RangeRow.Of(item.InstanceId, item.Range))),
            query.To,
            ranges.Max(range => range.Range?.Width ?? TimeSpan.Zero));
    }

    private static async Task<StatsBody[]> StatsAsync(string? instances, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var ids = InstanceList.Read(instances, IFleetQueryGrain.MaxLimit);
        var latest = (await grains.GetGrain<IFleetQueryGrain>(0).GetLatestOfAsync(ids, cancellationToken)).ToDictionary(sample => sample.InstanceId);
        return [.. ids.Distinct().Where(latest.ContainsKey).Select(id => StatsBody.From(latest[id]))];
    }

    private static async Task<IResult> TopAsync(
        string? by, string? from, string? to, string? limit, IGrainFactory grains, RangeAnswers answers, TimeProvider time, CancellationToken cancellationToken)
    {
        var (start, end) = Parameters.Range(from, to, StandardTopRange, time);
        var query = new TopQuery
        {
            From = start,
            To = end,
            By = Parameters.OneOf<UsageMeasure>("by", by),
            Limit = Parameters.Limit(limit, StandardTop, TopQuery.MaxLimit),
        };
        var ranked = await grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(query, cancellationToken);
        var items = ranked.Select(TopRow.From).ToList();

        // With names, which change whatever is over.
        return answers.OfChanging(new AnswerBody<TopRow>(new TopBody(Parameters.NameOf(query.By), start, end, items), items), end);
    }

    private static PageAnswer<SampleRow> PageOf(IReadOnlyList<InstanceSample> samples, string? next) =>
        new(new ListPage<SampleRow>([.. samples.Select(SampleRow.From)], next));
}
