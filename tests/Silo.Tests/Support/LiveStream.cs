using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>A live stream, read as a browser would.</summary>
internal sealed class LiveStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private LiveStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _events = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpResponseMessage Response => _response;

    public string LastEventId => _parser.LastEventId;

    public TimeSpan Retry => _parser.ReconnectionInterval;

    public static async Task<LiveStream> OpenAsync(HttpClient http, Guid id, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"instances/{id}/live{query}");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null where the stream has ended.</summary>
    public async Task<(string Type, JsonNode Data)?> NextAsync() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(Deadline.Default) ? (_events.Current.EventType, JsonNode.Parse(_events.Current.Data)!) : null;

    /// <summary>Expects samples next, by their CPU usage.</summary>
    public async Task ExpectAsync(params int[] cpus)
    {
        foreach (var cpu in cpus)
        {
            var (type, data) = await NextAsync() ?? throw new EndOfStreamException();
            Assert.Equal(("message", cpu), (type, (int)data["cpu_usage"]!));
        }
    }

    public void Dispose() => _response.Dispose();
}
