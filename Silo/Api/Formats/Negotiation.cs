using LaunchStack.Metrics.Silo.Api.Documentation;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>Lists that a caller may have in several formats.</summary>
internal static class Negotiation
{
    /// <summary>Answers in the format that the caller asks for, and says so where it asks for none that there is.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="row">A row, for example.</param>
    public static RouteHandlerBuilder Negotiated<T>(this RouteHandlerBuilder endpoint, T row)
        where T : notnull => endpoint
            .AddEndpointFilter(NegotiateAsync)
            .ProducesProblem(StatusCodes.Status406NotAcceptable)
            .WithMetadata(RowExample.Of(row));

    /// <summary>The format of a request's answer; JSON where its endpoint has no other.</summary>
    public static AnswerFormat FormatOf(HttpContext context) => context.Features.Get<NegotiatedFormat>()?.Format ?? AnswerFormat.Json;

    private static async ValueTask<object?> NegotiateAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;

        // Late, because errors clear the headers.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
            return Task.CompletedTask;
        });
        if (AnswerFormats.Choose(context.Request.GetTypedHeaders().Accept) is not { } format)
        {
            return Problems.Of(
                StatusCodes.Status406NotAcceptable, HeaderNames.Accept, $"must allow {string.Join(", ", AnswerFormats.MediaTypes[..^1])} or {AnswerFormats.MediaTypes[^1]}");
        }

        context.Features.Set(new NegotiatedFormat(format));
        return await next(invocation);
    }

    private sealed record NegotiatedFormat(AnswerFormat Format);
}
