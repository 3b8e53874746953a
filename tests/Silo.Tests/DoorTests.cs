using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Silo.Tests.Support;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Who is let in, as a caller and as a page in a browser sees it.</summary>
public sealed class DoorTests(DoorTests.LockedSilo silo) : IClassFixture<DoorTests.LockedSilo>
{
    private const string Old = "an-old-key-0123456789";
    private const string New = "a-new-key-0123456789";
    private const string Origin = "https://app.example.com";

    private static readonly string[] Secrets = [Old, New];

    [Theory]
    [InlineData("instances")]
    [InlineData("health")]
    [InlineData("/metrics")]
    public async Task With_keys_only_their_holders_are_let_in(string path)
    {
        foreach (var (key, expected) in new[]
        {
            (null, HttpStatusCode.Unauthorized), (Old, HttpStatusCode.OK), (New, HttpStatusCode.OK), ($"{Old}x", HttpStatusCode.Unauthorized), (HashOf(New), HttpStatusCode.Unauthorized),
        })
        {
            using var answer = await SendAsync(HttpMethod.Get, Origin, key, path);
            Assert.Equal(expected, answer.StatusCode);
            if (expected == HttpStatusCode.Unauthorized)
            {
                var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
                Assert.Equal(
                    ("Authorization must be: Bearer, a space and a key of this service", "Authorization", "must be: Bearer, a space and a key of this service"),
                    ((string?)problem["error"], (string?)problem["field"], (string?)problem["rule"]));
            }
        }

        Assert.DoesNotContain(silo.Silo.Process.Lines, line => Secrets.Any(key => line.Contains(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_has_no_key_gets_from_every_operation_the_401_that_the_document_says()
    {
        var document = await ApiDocument.ReadAsync(silo.Http);
        foreach (var (name, _) in document.Operations)
        {
            var (method, path) = (name.Split(' ')[0], name.Split(' ')[1].Replace("{id}", $"{Guid.NewGuid()}", StringComparison.Ordinal));
            using var answer = await SendAsync(new HttpMethod(method.ToUpperInvariant()), Origin, key: null, path);
            Assert.Equal((name, HttpStatusCode.Unauthorized), (name, answer.StatusCode));
            await document.AssertDescribesAsync(name, answer);
        }
    }

    [Fact]
    public async Task Health_checks_stay_open() => Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("/health/ready")).Status);

    [Fact]
    public async Task The_API_does_not_take_a_key_that_a_browser_sends_unasked_as_it_does_after_the_dashboard()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "instances");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{Old}")));
        using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call_and_sees_answers_and_errors()
    {
        // A browser asks first, without the key, and names what the page wants to send.
        using var asked = await AskAsync(Origin, "PUT", "authorization,content-type");
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(Origin, Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("GET,POST,PUT,PATCH,DELETE", Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Contains("Authorization", Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);

        foreach (var (key, status) in new[] { (New, HttpStatusCode.OK), ("a-wrong-key-0123456789", HttpStatusCode.Unauthorized) })
        {
            using var answer = await SendAsync(HttpMethod.Get, Origin, key);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(Origin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        }
    }

    [Fact]
    public async Task A_page_that_shows_a_live_stream_may_send_the_place_it_had_reached()
    {
        using var asked = await AskAsync(Origin, "GET", "authorization,last-event-id", $"instances/{Guid.NewGuid()}/live");
        Assert.Contains("Last-Event-ID", Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_not()
    {
        using var asked = await AskAsync("https://elsewhere.example.com", "GET");
        using var answer = await SendAsync(HttpMethod.Get, "https://elsewhere.example.com", New);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(asked.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static string HashOf(string key) => $"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";

    private Task<HttpResponseMessage> AskAsync(string origin, string method, string? headers = null, string path = "instances/") => SendAsync(
        HttpMethod.Options, origin, key: null, path, [("Access-Control-Request-Method", method), .. headers is null ? [] : new[] { ("Access-Control-Request-Headers", headers) }]);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string origin, string? key, string path = "instances/", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>One that lets in who has one of two keys, with the dashboard, which asks browsers for it.</summary>
    public sealed class LockedSilo() : SharedSilo(new Dictionary<string, string?>
    {
        ["Metrics__ApiKey"] = $"{Old}; {HashOf(New)}",
        ["Metrics__CorsOrigins"] = $"https://other.example.com, {Origin}",
        ["Metrics__Dashboard"] = "true",
    });
}
