using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class QueryTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accepted_sample_is_seen_by_every_query()
    {
        var instance = Guid.NewGuid();
        await using var client = await silo.ConnectAsync();
        await client.PushAsync(instance, Samples.Batch(3), Acknowledgement.Durable, Cancelled);

        var latest = await client.GetLatestAsync(instance, Cancelled);
        var page = await client.GetRecentAsync(instance, 2, cancellationToken: Cancelled);
        var rest = await client.GetRecentAsync(instance, 2, page.Next, Cancelled);
        var hours = await client.GetHourlyAsync(instance, Samples.At(0).Timestamp, Samples.At(3).Timestamp.AddHours(1), Cancelled);
        var instances = await client.ListInstancesAsync(cancellationToken: Cancelled);

        Assert.Equal(Samples.At(2), latest?.Sample);
        Assert.Equal([Samples.At(2), Samples.At(1), Samples.At(0)], page.Items.Concat(rest.Items).Select(stored => stored.Sample));
        Assert.Equal(3, hours.Sum(hour => hour.SampleCount));
        Assert.Contains(instances.Items, registered => registered.Id == instance);
    }

    [Fact]
    public async Task The_sample_in_the_documentation_works()
    {
        await using var client = await silo.ConnectAsync();
        var (instance, now) = (Guid.NewGuid(), Timestamps.Floor(TimeProvider.System.GetUtcNow()));
        await client.PushAsync(instance, new SampleBatch { Samples = [new Sample(now.AddMinutes(-1), 12.5, 1_000, 2_000, 3, 4)] }, Acknowledgement.Durable, Cancelled);
        await using var output = new StringWriter();

        var running = QuerySample.RunAsync(client, instance, output, Cancelled);
        await Deadline.UntilAsync(() => Task.FromResult(output.ToString().Contains($"{instance}", StringComparison.Ordinal)), "the queries before the last ones");
        await Deadline.UntilAsync(
            async () =>
            {
                await client.PushAsync(instance, new SampleBatch { Samples = [new Sample(TimeProvider.System.GetUtcNow(), 99, 0, 0, 0, 0)] }, Acknowledgement.Accepted, Cancelled);
                return running.IsCompleted;
            },
            "the sample to see what comes");
        await running;

        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal("now: 12.5 %, 1000 bytes", lines[0]);
        Assert.Matches(@" \(Minute, 00:[123][05]:00\): 12\.5 %$", lines[1]);
        Assert.Equal("the day: 12.5 % on average, 12.5 % at the 95th percentile, 3 bytes in", lines[2]);
        Assert.Equal($"{instance} : 1000 bytes", lines[3]);
        Assert.EndsWith(": 99 %", lines[4], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task A_query_about_an_instance_that_is_not_there_says_so()
    {
        await using var client = await silo.ConnectAsync();

        await Assert.ThrowsAsync<UnknownInstanceException>(() => client.GetRecentAsync(Guid.NewGuid(), cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Settings_come_back_as_they_were_set()
    {
        var instance = Guid.NewGuid();
        var settings = new InstanceSettings { Labels = new Dictionary<string, string> { ["team"] = "blue" }, FlushInterval = TimeSpan.FromSeconds(1) };
        await using var client = await silo.ConnectAsync();
        await client.PushAsync(instance, Samples.Batch(1), Acknowledgement.Durable, Cancelled);

        await client.SetSettingsAsync(instance, settings, Cancelled);

        var read = await client.GetSettingsAsync(instance, Cancelled);
        Assert.Equal((settings.FlushInterval, "blue"), (read.FlushInterval, read.Labels["team"]));
    }
}
