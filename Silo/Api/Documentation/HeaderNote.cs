using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>Says of an endpoint's answers which headers they may have.</summary>
/// <param name="IsKept">Whether a caller may keep the answer, and ask whether it is still true.</param>
/// <param name="HasNext">Whether the next page is linked in formats that have no place for a cursor.</param>
internal sealed record HeaderNote(bool IsKept = false, bool HasNext = false)
{
    private const string Ok = "200";
    private const string NotModified = "304";

    private static readonly string[] ForAWhile = ["429", "503"];

    public void Apply(OpenApiOperation operation)
    {
        if (HasNext)
        {
            Add(operation, Ok, HeaderNames.Link, "As NDJSON or CSV: the next page, relative to this one, with rel=\"next\" (RFC 8288).");
        }

        if (IsKept)
        {
            Add(operation, Ok, HeaderNames.ETag, "Where the range is over: what the answer is known by, as long as nothing in it changes.");
            Add(operation, Ok, HeaderNames.CacheControl, "How long the answer may be kept without asking.");
            operation.Responses![NotModified] = new OpenApiResponse { Description = "The answer that the caller has is still true." };
            Add(operation, NotModified, HeaderNames.ETag, "What the answer is known by.");
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = HeaderNames.IfNoneMatch,
                In = ParameterLocation.Header,
                Description = "The entity tag of the answer that the caller has: 304 where it is still true.",
                Schema = Text(),
            });
        }
    }

    /// <summary>When to come again, which whoever is refused for a while is told.</summary>
    public static void ApplyRetry(OpenApiOperation operation)
    {
        foreach (var status in ForAWhile.Where(status => operation.Responses?.ContainsKey(status) == true))
        {
            Add(operation, status, HeaderNames.RetryAfter, "After how many seconds to try again, where that is known.");
        }
    }

    private static void Add(OpenApiOperation operation, string status, string name, string description)
    {
        if (operation.Responses?.GetValueOrDefault(status) is OpenApiResponse response)
        {
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = new OpenApiHeader { Description = description, Schema = Text() };
        }
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
