using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>
/// As many rows as there are, read no faster than the caller takes them. Before the first row an error is an answer; after it the connection
/// breaks off, so that what is not complete does not look as if it were.
/// </summary>
/// <param name="rows">The rows.</param>
internal sealed partial class ExportAnswer<T>(IAsyncEnumerable<T> rows) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A stop does not wait for readers, who may take hours.
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        await using var reader = rows.GetAsyncEnumerator(end.Token);
        var found = await reader.MoveNextAsync();

        // Only now: what does not even begin within the time of a request is answered as any other.
        httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        try
        {
            await BeginAsync(httpContext, end.Token);
            using var held = new MemoryStream();
            using var text = RowText.To<T>(held, Negotiation.FormatOf(httpContext));
            for (; found; found = await reader.MoveNextAsync())
            {
                text.Append(reader.Current);
                if (held.Length >= RowText.HeldBytes)
                {
                    await SendAsync(held, httpContext, end.Token);
                }
            }

            text.Flush();
            await SendAsync(held, httpContext, end.Token);
        }
        catch (Exception exception)
        {
            if (!httpContext.RequestAborted.IsCancellationRequested)
            {
                LogBrokenOff(httpContext.RequestServices.GetRequiredService<ILogger<ExportAnswer<T>>>(), stopping.IsCancellationRequested ? "the silo stops" : exception.Message);
            }

            httpContext.Abort();
        }
    }

    // Returns when the caller has room for more.
    private static async Task SendAsync(MemoryStream held, HttpContext context, CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), cancellationToken);
        held.SetLength(0);
    }

    private static Task BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = AnswerFormats.ContentTypeOf(Negotiation.FormatOf(context));
        response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoStore = true };

        // Proxies that know the header pass rows on as they come.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        return response.StartAsync(cancellationToken);
    }

    [LoggerMessage(2011, LogLevel.Warning, "An export broke off: {Reason}")]
    private static partial void LogBrokenOff(ILogger logger, string reason);
}
