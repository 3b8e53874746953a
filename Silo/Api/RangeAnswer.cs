using System.Security.Cryptography;
using LaunchStack.Metrics.Silo.Api.Formats;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>
/// An answer about a range of time that a browser may keep: one whose time is over has an entity tag, and is sent again only when late samples
/// have changed it; one that is too old for late samples need not even be asked for.
/// </summary>
/// <param name="body">The answer.</param>
/// <param name="age">How long the range has been over; negative where it is not.</param>
/// <param name="changesFor">How long after that it may change.</param>
internal sealed class RangeAnswer(IAnswerBody body, TimeSpan age, TimeSpan changesFor) : IResult
{
    // Only writes past the service can change it.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var format = Negotiation.FormatOf(httpContext);
        var headers = httpContext.Response.GetTypedHeaders();
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = age < changesFor, MaxAge = age < changesFor ? null : Kept };
        var bytes = body.Write(format);
        if (age >= TimeSpan.Zero)
        {
            // Weak: a compressed answer is the same.
            headers.ETag = new EntityTagHeaderValue($"\"{WebEncoders.Base64UrlEncode(SHA256.HashData(bytes).AsSpan(0, 16))}\"", isWeak: true);
            if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(headers.ETag, useStrongComparison: false)))
            {
                httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        await AnswerBytes.WriteAsync(httpContext, format, bytes);
    }
}
