using System.Security.Cryptography;
using System.Text.Json;
using LaunchStack.Metrics.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>
/// An answer about a range of time that a browser may keep: one whose time is over has an entity tag, and is sent again only when late samples
/// have changed it; one that is too old for late samples need not even be asked for.
/// </summary>
/// <param name="body">The answer.</param>
/// <param name="age">How long the range has been over; negative where it is not.</param>
/// <param name="acceptLate">How old a sample may be.</param>
internal sealed class RangeAnswer(object body, TimeSpan age, TimeSpan acceptLate) : IResult
{
    // Only writes past the service can change it.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.GetTypedHeaders();
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = age < acceptLate, MaxAge = age < acceptLate ? null : Kept };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, MetricsJson.Options);
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

        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
