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
    public async Task An_instance_is_renamed_and_found_by_a_part_of_its_name()
    {
        await using var client = await silo.ConnectAsync();
        var mark = Guid.NewGuid().ToString("n");
        var ids = new List<Guid>();
        foreach (var name in (string[])[$"web-{mark}", $"db-{mark}", ""])
        {
            ids.Add((await client.CreateInstanceAsync(name: name, cancellationToken: Cancelled)).Id);
        }

        var renamed = await client.RenameInstanceAsync(ids[2], $"WEB-{mark}", Cancelled);
        Assert.Equal((ids[2], $"WEB-{mark}"), (renamed.Id, renamed.Name));
        var expected = new[] { ids[0], ids[2] }.OrderBy(id => $"{id}", StringComparer.Ordinal).ToList();
        var first = await client.ListInstancesAsync($"wEb-{mark}", limit: 1, cancellationToken: Cancelled);
        var second = await client.ListInstancesAsync($"wEb-{mark}", limit: 1, after: first.Next, cancellationToken: Cancelled);
        Assert.Equal(expected, first.Items.Concat(second.Items).Select(instance => instance.Id));
        Assert.Null(second.Next);
        Assert.Empty((await client.ListInstancesAsync($"web%{mark}", cancellationToken: Cancelled)).Items);
    }

    [Fact]
    public async Task A_name_that_breaks_a_rule_and_an_instance_that_is_not_there_are_refused()
    {
        await using var client = await silo.ConnectAsync();
        var id = (await client.CreateInstanceAsync(cancellationToken: Cancelled)).Id;
        foreach (var wrong in (string[])[new string('x', 256), "a\0b"])
        {
            Assert.Equal("name", (await Assert.ThrowsAsync<InvalidRequestException>(() => client.RenameInstanceAsync(id, wrong, Cancelled))).Field);
            Assert.Equal("name", (await Assert.ThrowsAsync<InvalidRequestException>(() => client.ListInstancesAsync(wrong, cancellationToken: Cancelled))).Field);
        }

        Assert.Equal("limit", (await Assert.ThrowsAsync<InvalidRequestException>(() => client.ListInstancesAsync("x", limit: 0, cancellationToken: Cancelled))).Field);
        await Assert.ThrowsAsync<UnknownInstanceException>(() => client.RenameInstanceAsync(Guid.NewGuid(), "x", Cancelled));
        await client.DeleteInstanceAsync(id, Cancelled);
        await Assert.ThrowsAsync<UnknownInstanceException>(() => client.RenameInstanceAsync(id, "x", Cancelled));
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
