using System.Net;
using System.Text;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class DashboardTests(SqliteSilo shared)
{
    private const string Key = "0123456789abcdef";
    private const string Page = "/dashboard/";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dashboard_takes_the_key_as_a_browser_gives_it_and_shows_the_grains()
    {
        await using var silo = await StartAsync();

        using (var refused = await GetAsync(silo, Page, null))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.StartsWith("Basic realm=", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        foreach (var wrong in new[] { Basic("a-wrong-key-0123456789"), Basic(""), "Basic !", "Basic", $"Basic {Convert.ToBase64String("no colon"u8)}", $"Digest {Key}" })
        {
            using var refused = await GetAsync(silo, Page, wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        foreach (var (path, part) in new[] { ("", "<html"), ("index.min.js", "function"), ("index.css", "{") })
        {
            using var page = await GetAsync(silo, $"{Page}{path}", Basic(Key));
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains(part, await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
            Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
        }

        await Deadline.UntilAsync(
            async () =>
            {
                (await GetAsync(silo, $"/api/v1/instances/{Guid.NewGuid()}/samples", $"Bearer {Key}")).Dispose();
                using var counters = await GetAsync(silo, $"{Page}DashboardCounters", $"Bearer {Key}");
                return (await counters.Content.ReadAsStringAsync(Cancel)).Contains("InstanceQueryGrain", StringComparison.Ordinal);
            },
            "the dashboard to show a grain");
        await silo.TerminateAsync();
        Assert.Empty(silo.Process.Error);
        Assert.DoesNotContain(silo.Process.Lines, line => line.StartsWith("20", StringComparison.Ordinal) && line.Contains("warn:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_not_there_unless_it_is_asked_for()
    {
        using var answer = await GetAsync(shared.Silo, Page, null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string Basic(string key) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{key}"))}";

    private static Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(new Dictionary<string, string?>
    {
        ["Metrics__ApiKey"] = Key,
        ["Metrics__Dashboard"] = "true",
        ["Metrics__CorsOrigins"] = "*",
    });

    private static async Task<HttpResponseMessage> GetAsync(SiloProcess silo, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://app.example.com");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await silo.Http.SendAsync(request, Cancel);
    }
}
