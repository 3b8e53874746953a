using System.Net;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class OverloadTests
{
    private static readonly Dictionary<string, string?> Small = new()
    {
        ["Metrics__FlushInterval"] = "00:05:00",
        ["Metrics__FlushSize"] = "10000",
        ["Metrics__InstanceTailCapacity"] = "10000",
    };

    [Fact]
    public async Task A_full_instance_is_503_with_a_retry_after_whatever_else_is_wrong_in_the_push()
    {
        await using var silo = await SiloProcess.StartAsync(Small);
        var full = Guid.NewGuid();
        var now = TimeProvider.System.GetUtcNow();
        var many = string.Join(',', Enumerable.Range(1, PushLimits.MaxSamples - 1).Select(index => HttpCalls.SampleAt(now.AddMilliseconds(-index))));
        Assert.Equal(HttpStatusCode.Accepted, (await silo.Http.PushAsync(full, $"[{many}]")).Status);
        var two = $"{Named(full, now)},{Named(full, now.AddMilliseconds(1))}";

        foreach (var body in new[] { $"[{two}]", $"[{two},{{\"instance_id\":\"nobody\"}}]" })
        {
            using var refused = await silo.Http.PostAsync(new Uri("samples", UriKind.Relative), new StringContent(body));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        }

        using var mixed = await silo.Http.PostAsync(new Uri("samples", UriKind.Relative), new StringContent($"[{two},{Named(Guid.NewGuid(), now)}]"));
        Assert.Equal(HttpStatusCode.Accepted, mixed.StatusCode);
        Assert.NotNull(mixed.Headers.RetryAfter);
        var (status, _) = await silo.Http.PushAsync(full, $"[{HttpCalls.SampleAt(now)},{HttpCalls.SampleAt(now.AddMilliseconds(1))}]");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
    }

    [Fact]
    public async Task A_caller_with_too_many_pushes_under_way_gets_429_and_pushes_again_when_they_are_over()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["Metrics__PushesPerCaller"] = "1" });
        var id = Guid.NewGuid();
        var sample = $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]";

        // A body that never ends keeps its push under way, unless it came while one of the others was, and was refused itself.
        using var stop = new CancellationTokenSource();
        var endless = new List<Task>();
        await Deadline.UntilAsync(
            async () =>
            {
                endless.Add(silo.Http.PostAsync(new Uri($"instances/{id}/samples", UriKind.Relative), new EndlessContent(), stop.Token));
                using var answer = await silo.Http.PostAsync(new Uri($"instances/{id}/samples", UriKind.Relative), new StringContent(sample));
                return answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(1)
                    && (await answer.Content.ReadAsStringAsync()).Contains("\"error\"", StringComparison.Ordinal);
            },
            "a push to be refused");

        await stop.CancelAsync();
        await Deadline.UntilAsync(async () => (await silo.Http.PushAsync(id, sample)).Status == HttpStatusCode.Accepted, "a push to be taken");
        Assert.All(endless, push => Assert.True(push.IsCompleted));
    }

    [Fact]
    public async Task More_pushes_than_may_be_read_at_once_are_503_with_a_retry_after()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["Metrics__PushesPerCaller"] = "100" });
        var path = new Uri($"instances/{Guid.NewGuid()}/samples", UriKind.Relative);
        var sample = $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]";
        var large = sample.PadRight(3_000_000);

        // Each may be as long as any push, and is refused itself where others came first.
        using var stop = new CancellationTokenSource();
        var endless = new List<Task>();
        await Deadline.UntilAsync(
            async () =>
            {
                endless.AddRange(Enumerable.Range(0, 5).Select(_ => silo.Http.PostAsync(path, new EndlessContent(), stop.Token)));
                using var answer = await silo.Http.PostAsync(path, new StringContent(large));
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(1);
            },
            "a push to be refused");

        await stop.CancelAsync();
        await Deadline.UntilAsync(async () => (await silo.Http.PushAsync(Guid.NewGuid(), large)).Status == HttpStatusCode.Accepted, "a push to be taken");
        Assert.All(endless, push => Assert.True(push.IsCompleted));
    }

    private static string Named(Guid id, DateTimeOffset moment) => HttpCalls.SampleAt(moment, $"\"instance_id\":\"{id}\"");
}
