using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class InstanceTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_is_created_deleted_and_created_again()
    {
        await using var client = await silo.ConnectAsync();
        var created = await client.CreateInstanceAsync(name: "web-1", cancellationToken: Cancelled);
        Assert.Equal("web-1", created.Name);
        await Assert.ThrowsAsync<ConflictException>(() => client.CreateInstanceAsync(created.Id, cancellationToken: Cancelled));
        await client.PushAsync(created.Id, Samples.Batch(3), Acknowledgement.Durable, Cancelled);

        await client.DeleteInstanceAsync(created.Id, Cancelled);
        await Assert.ThrowsAsync<UnknownInstanceException>(() => client.DeleteInstanceAsync(created.Id, Cancelled));
        await Assert.ThrowsAsync<UnknownInstanceException>(() => client.GetLatestAsync(created.Id, Cancelled));
        await Assert.ThrowsAsync<UnknownInstanceException>(() => client.PushAsync(created.Id, Samples.Batch(3), cancellationToken: Cancelled));

        Assert.Equal(created.Id, (await client.CreateInstanceAsync(created.Id, cancellationToken: Cancelled)).Id);
        Assert.Null(await client.GetLatestAsync(created.Id, Cancelled));
    }

    [Fact]
    public async Task A_deletion_may_take_longer_than_other_calls()
    {
        await using var client = await silo.ConnectAsync(options => options.ResponseTimeout = TimeSpan.FromSeconds(3));
        var id = (await client.CreateInstanceAsync(cancellationToken: Cancelled)).Id;
        var gate = new TaskCompletionSource();
        silo.Faults.Add(id, FaultStep.WaitFor(gate.Task), FaultStep.WaitFor(gate.Task));

        var deletion = client.DeleteInstanceAsync(id, Cancelled);
        await Assert.ThrowsAsync<TimeoutException>(() => client.GetSettingsAsync(id, Cancelled));
        Assert.False(deletion.IsCompleted);
        gate.SetResult();
        await deletion;
    }
}
