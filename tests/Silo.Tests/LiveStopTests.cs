using System.Diagnostics;
using System.Net;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>How live streams end, and how many there may be.</summary>
public sealed class LiveStopTests
{
    private const string Key = "0123456789abcdef";
    private const string Origin = "https://app.example.com";

    private readonly Guid _id = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Sample => $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow(), "\"cpu_usage\":1")}]";

    [Fact]
    public async Task A_stopping_silo_ends_its_streams_and_does_not_wait_for_them_and_more_than_may_be_open_are_503()
    {
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Metrics__LiveStreams"] = "1",
            ["Metrics__RequestTimeout"] = "00:00:01",
            ["Metrics__ApiKey"] = Key,
            ["Metrics__CorsOrigins"] = Origin,
        });
        silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        silo.Http.DefaultRequestHeaders.Add("Origin", Origin);
        await silo.Http.PushAsync(_id, Sample);
        using (var first = await LiveStream.OpenAsync(silo.Http, _id))
        {
            Assert.Equal(Origin, Assert.Single(first.Response.Headers.GetValues("Access-Control-Allow-Origin")));
            using var refused = await silo.Http.GetAsync(new Uri($"instances/{_id}/live", UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
            Assert.Contains("\"error\"", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        // Once the one that left is gone.
        LiveStream? stream = null;
        await Deadline.UntilAsync(
            async () =>
            {
                stream = await LiveStream.OpenAsync(silo.Http, _id);
                return true;
            },
            "room for another");
        using var open = stream!;
        await open.ExpectAsync(1);
        await OutliveAsync(silo, open);

        var stop = Stopwatch.StartNew();
        await silo.TerminateAsync();
        Assert.InRange(stop.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        while (await open.NextAsync() is { } sample)
        {
            Assert.Equal("message", sample.Type);
        }
    }

    /// <summary>Goes on for longer than a request may take otherwise.</summary>
    private async Task OutliveAsync(SiloProcess silo, LiveStream stream)
    {
        for (var open = Stopwatch.StartNew(); open.Elapsed < TimeSpan.FromSeconds(2);)
        {
            await silo.Http.PushAsync(_id, Sample);
            await stream.ExpectAsync(1);
        }
    }

    [Fact]
    public async Task A_viewer_that_leaves_before_it_is_told_anything_ends_its_query_in_the_database()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>
        {
            ["ConnectionStrings__Metrics"] = database.ConnectionString,
            ["Metrics__Tier"] = "postgres",
        });
        await silo.Http.PushAsync(_id, Sample, "?ack=durable");
        await using var held = await HeldTable.HoldAsync(database);
        using var gone = new CancellationTokenSource();
        var stream = silo.Http.GetAsync(new Uri($"instances/{_id}/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, gone.Token);
        await held.WaitAsync(1);

        await gone.CancelAsync();
        await held.WaitAsync(0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream);
    }
}
