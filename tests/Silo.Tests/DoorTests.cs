using System.Net;
using System.Security.Cryptography;
using System.Text;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Who is let in, as a caller and as a page in a browser sees it.</summary>
public sealed class DoorTests
{
    private const string Old = "an-old-key-0123456789";
    private const string New = "a-new-key-0123456789";
    private const string Origin = "https://app.example.com";

    private static readonly string[] Secrets = [Old, New];

    [Fact]
    public async Task With_keys_only_their_holders_are_let_in_and_health_stays_open()
    {
        await using var silo = await StartAsync();

        var (status, problem) = await silo.Http.ReadAsync("instances");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.False(string.IsNullOrEmpty((string?)problem["error"]));
        foreach (var (key, expected) in new[] { (Old, HttpStatusCode.OK), (New, HttpStatusCode.OK), ($"{Old}x", HttpStatusCode.Unauthorized), (HashOf(New), HttpStatusCode.Unauthorized) })
        {
            silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            Assert.Equal(expected, (await silo.Http.ReadAsync("instances")).Status);
        }

        silo.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("/health/ready")).Status);
        Assert.DoesNotContain(silo.Process.Lines, line => Secrets.Any(key => line.Contains(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call_and_sees_answers_and_errors()
    {
        await using var silo = await StartAsync();

        // A browser asks first, without the key, and names what the page wants to send.
        using var asked = await SendAsync(silo, HttpMethod.Options, Origin, key: null, ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization,content-type"));
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(Origin, Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("PUT", Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.Contains("Authorization", Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);

        foreach (var (key, status) in new[] { (New, HttpStatusCode.OK), ("a-wrong-key-0123456789", HttpStatusCode.Unauthorized) })
        {
            using var answer = await SendAsync(silo, HttpMethod.Get, Origin, key);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(Origin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        }
    }

    [Fact]
    public async Task A_page_of_another_origin_may_not()
    {
        await using var silo = await StartAsync();

        using var asked = await SendAsync(silo, HttpMethod.Options, "https://elsewhere.example.com", key: null, ("Access-Control-Request-Method", "GET"));
        using var answer = await SendAsync(silo, HttpMethod.Get, "https://elsewhere.example.com", New);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(asked.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(new Dictionary<string, string?>
    {
        ["Metrics__ApiKey"] = $"{Old}; {HashOf(New)}",
        ["Metrics__CorsOrigins"] = $"https://other.example.com, {Origin}",
    });

    private static string HashOf(string key) => $"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";

    private static async Task<HttpResponseMessage> SendAsync(
        SiloProcess silo, HttpMethod method, string origin, string? key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, "instances/");
        request.Headers.Add("Origin", origin);
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
