using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;

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
