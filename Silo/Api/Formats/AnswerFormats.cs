using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>Which format an answer has, by the request's Accept header (RFC 9110).</summary>
internal static class AnswerFormats
{
    public const string Json = "application/json";
    public const string NdJson = "application/x-ndjson";
    public const string Csv = "text/csv";

    /// <summary>The media types, the one first that is taken where the caller has no preference.</summary>
    public static readonly string[] MediaTypes = [Json, NdJson, Csv];

    /// <summary>What the Content-Type header says.</summary>
    public static string ContentTypeOf(AnswerFormat format) => format switch
    {
        AnswerFormat.NdJson => $"{NdJson}; charset=utf-8",
        AnswerFormat.Csv => $"{Csv}; charset=utf-8; header=present",
        _ => $"{Json}; charset=utf-8",
    };

    /// <summary>The format that the caller likes best; null where it takes none of them. Anything goes for a caller that says nothing.</summary>
    public static AnswerFormat? Choose(IList<MediaTypeHeaderValue> accepted)
    {
        if (accepted.Count == 0)
        {
            return AnswerFormat.Json;
        }

        // Among those that are liked as much, one that is named goes before one that a wildcard means.
        var best = MediaTypes
            .Select((type, place) => (Format: (AnswerFormat)place, Range: MostSpecific(accepted, type)))
            .Where(offer => offer.Range is not null && QualityOf(offer.Range) > 0)
            .OrderByDescending(offer => QualityOf(offer.Range!))
            .ThenByDescending(offer => SpecificityOf(offer.Range!))
            .ToList();
        return best.Count == 0 ? null : best[0].Format;
    }

    // The most specific range is what counts, whatever else matches: */* beside text/csv;q=0 means anything but CSV.
    private static MediaTypeHeaderValue? MostSpecific(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.Where(range => range.MatchesMediaType(type)).MaxBy(SpecificityOf);

    private static double QualityOf(MediaTypeHeaderValue range) => range.Quality ?? 1;

    private static int SpecificityOf(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
