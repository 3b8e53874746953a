using LaunchStack.Metrics.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>A page of a list. Where its format has no place for the cursor, a Link header (RFC 8288) has the next page.</summary>
/// <param name="page">The page.</param>
/// <param name="cursor">The parameter that takes <see cref="ListPage{T}.Next"/>.</param>
internal sealed class PageAnswer<T>(ListPage<T> page, string cursor = "cursor") : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Negotiation.FormatOf(httpContext) != AnswerFormat.Json && page.Next is { } next)
        {
            httpContext.Response.Headers.Append(HeaderNames.Link, $"<{QueryFor(httpContext.Request, next)}>; rel=\"next\"");
        }

        return new AnswerBody<T>(page, page.Items).ExecuteAsync(httpContext);
    }

    // Relative to the page itself: what the path is outside, behind a proxy that has cut off a part of it, is not known here.
    private string QueryFor(HttpRequest request, string next)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in request.Query.Where(parameter => !parameter.Key.Equals(cursor, StringComparison.OrdinalIgnoreCase)))
        {
            query.Add(name, value.ToString());
        }

        query.Add(cursor, next);
        return query.ToString();
    }
}
