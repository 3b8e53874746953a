using System.Net;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Who a caller is whose requests are counted.</summary>
public sealed class CallerTests
{
    private const string Key = "0123456789abcdef";
    private const string One = "203.0.113.1";
    private const string Other = "203.0.113.2";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Behind_a_trusted_proxy_a_caller_is_who_the_proxy_says()
    {
        await using var silo = await StartAsync("192.0.2.0/24, 127.0.0.1");
        using var stop = new CancellationTokenSource();
        await HoldAsync(silo, One, stop.Token);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo, Other));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo, null));

        // What a caller writes itself stands before what proxies add, and one that is trusted is passed over.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo, $"{One}, {Other}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(silo, $"{Other}, {One}, 192.0.2.7"));
        await stop.CancelAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("192.0.2.0/24")]
    public async Task What_others_say_of_their_callers_is_ignored(string? proxies)
    {
        await using var silo = await StartAsync(proxies);
        using var stop = new CancellationTokenSource();
        await HoldAsync(silo, One, stop.Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(silo, Other));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(silo, $"{Other}, 192.0.2.7"));
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Who_has_no_key_is_counted_too()
    {
        await using var silo = await StartAsync(null, Key);
        silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        using var stop = new CancellationTokenSource();
        await HoldAsync(silo, null, stop.Token);

        silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", "a-wrong-key-0123456789");
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(silo, null));
        await stop.CancelAsync();
        await Deadline.UntilAsync(async () => await StatusAsync(silo, null) == HttpStatusCode.Unauthorized, "room for another");
    }

    [Fact]
    public async Task Who_sends_more_in_a_second_than_is_allowed_is_429_with_a_key_or_without_and_others_are_not()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Metrics__RequestsPerSecond"] = "1",
            ["Metrics__ApiKey"] = Key,
            ["Metrics__TrustedProxies"] = "127.0.0.1, ::1",
        });
        silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", "a-wrong-key-0123456789");
        var refused = "";
        await Deadline.UntilAsync(
            async () =>
            {
                using var answer = await silo.Http.SendAsync(RequestOf(HttpMethod.Get, null), Cancel);
                refused = answer.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(1) ? await answer.Content.ReadAsStringAsync(Cancel) : "";
                return answer.StatusCode == HttpStatusCode.TooManyRequests;
            },
            "two requests within a second");

        Assert.Contains("\"field\":\"requests\",\"rule\":\"must be at most 1 of one caller in a second\"", refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo, Other));
        silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("health")).Status);
        await Deadline.UntilAsync(async () => await StatusAsync(silo, null) == HttpStatusCode.OK, "the next second");
    }

    private static Task<SiloProcess> StartAsync(string? proxies, string? key = null) => SiloProcess.StartAsync(new Dictionary<string, string?>
    {
        ["Metrics__QueriesPerCaller"] = "1",
        ["Metrics__TrustedProxies"] = proxies,
        ["Metrics__ApiKey"] = key,
        ["Metrics__RequestTimeout"] = "00:05:00",
    });

    /// <summary>Keeps the one request that a caller may have under way until it is stopped, unless it came while another one was, and was refused itself.</summary>
    private static Task HoldAsync(SiloProcess silo, string? caller, CancellationToken stop) => Deadline.UntilAsync(
        async () =>
        {
            using var request = RequestOf(HttpMethod.Post, caller);
            request.Content = new EndlessContent();
            _ = silo.Http.SendAsync(request, stop);
            return await StatusAsync(silo, caller) == HttpStatusCode.TooManyRequests;
        },
        "a request to be under way");

    private static async Task<HttpStatusCode> StatusAsync(SiloProcess silo, string? caller)
    {
        using var request = RequestOf(HttpMethod.Get, caller);
        using var answer = await silo.Http.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private static HttpRequestMessage RequestOf(HttpMethod method, string? caller)
    {
        var request = new HttpRequestMessage(method, "instances");
        if (caller is not null)
        {
            request.Headers.Add("X-Forwarded-For", caller);
        }

        return request;
    }
}
