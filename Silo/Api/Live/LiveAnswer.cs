using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using LaunchStack.Metrics.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>
/// Writes server-sent events until the caller leaves, the silo stops or the instance is gone. The framework's own result has no comments,
/// without which a proxy takes a stream in which nothing happens for dead.
/// </summary>
/// <param name="viewer">Who watches; disposed at the end.</param>
/// <param name="first">What it is told first.</param>
/// <param name="feeds">Counts what is sent.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Fires when the silo stops.</param>
internal sealed class LiveAnswer(LiveViewer viewer, IReadOnlyList<LiveEvent> first, LiveFeeds feeds, TimeProvider time, CancellationToken stopping) : IResult
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // So that not all come back at once when a silo stops.
    private const int LeastRetry = 1_000;
    private const int MostRetry = 3_000;

    private static readonly byte[] Comment = ": nothing new\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var leaving = viewer;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await WriteAsync(httpContext.Response, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The caller left, or comes back to another silo.
        }
        catch (Exception exception) when (exception is PushException or OrleansException or TimeoutException)
        {
            // The status is sent already. The caller comes back with the place it has reached, and is told then.
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers[HeaderNames.CacheControl] = "no-store";

        // nginx would gather events otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // Without an event the caller would have no place to come back to.
        var place = first.Count == 0 ? $"id: {viewer.Place}\n" : "";
        var retry = Random.Shared.Next(LeastRetry, MostRetry);
        await WriteAsync(response, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {retry}\n{place}\n")), cancellationToken);
        await WriteAsync(response, first, cancellationToken);
        Task<IReadOnlyList<LiveEvent>>? next = null;
        while (!viewer.HasEnded)
        {
            next ??= viewer.NextAsync(cancellationToken);
            if (!await IsThereAsync(next, cancellationToken))
            {
                await WriteAsync(response, Comment, cancellationToken);
                continue;
            }

            await WriteAsync(response, await next, cancellationToken);
            next = null;
        }
    }

    private async Task<bool> IsThereAsync(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(Heartbeat, time, cancellationToken);
            return true;
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return false;
        }
    }

    private static async Task WriteAsync(HttpResponse response, byte[] text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private async Task WriteAsync(HttpResponse response, IReadOnlyList<LiveEvent> events, CancellationToken cancellationToken)
    {
        await SseFormatter.WriteAsync(
            events.Select(told => new SseItem<object>(told.Data, told.Type) { EventId = told.Id }).ToAsyncEnumerable(),
            response.Body,
            (item, writer) =>
            {
                using var json = new Utf8JsonWriter(writer);
                JsonSerializer.Serialize(json, item.Data, MetricsJson.Options);
            },
            cancellationToken);
        feeds.CountSent(events.Count(told => told.Data is SampleRow));
    }
}
