using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>Calls the API as a front end would and reads the answer as plain JSON.</summary>
internal static class HttpCalls
{
    public static string Now => Rfc3339.Format(TimeProvider.System.GetUtcNow());

    public static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(this HttpClient http, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

            // So that a body that is too large is refused by its announced length, before it breaks off half-way.
            request.Headers.ExpectContinue = true;
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? await FirstEventAsync(response.Content)
            : await response.Content.ReadAsStringAsync();
        return (response.StatusCode, JsonNode.Parse(text.Length == 0 ? "{}" : text)!);
    }

    public static Task<(HttpStatusCode Status, JsonNode Body)> PushAsync(this HttpClient http, Guid id, string body, string query = "") =>
        http.SendAsync(HttpMethod.Post, $"instances/{id}/samples{query}", body);

    public static Task<(HttpStatusCode Status, JsonNode Body)> ReadAsync(this HttpClient http, string path) =>
        http.SendAsync(HttpMethod.Get, path);

    /// <summary>The rest of such an answer never comes.</summary>
    private static async Task<string> FirstEventAsync(HttpContent content)
    {
        await foreach (var item in SseParser.Create(await content.ReadAsStreamAsync()).EnumerateAsync())
        {
            return item.Data;
        }

        return "";
    }

    public static string SampleAt(DateTimeOffset moment, string fields = "\"cpu_usage\":1.5") =>
        $$"""{"timestamp":"{{Rfc3339.Format(moment)}}",{{fields}}}""";
}
