using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class PushTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_returns_the_receipt_of_its_samples()
    {
        var batch = new SampleBatch { Samples = [Samples.At(0), Samples.Wrong(1), Samples.At(2)] };
        await using var client = await silo.ConnectAsync();

        var receipt = await client.PushAsync(Guid.NewGuid(), batch, Acknowledgement.Durable, Cancelled);

        Assert.Equal((2, 2, 0), (receipt.Accepted, receipt.Durable, receipt.Duplicates));
        Assert.Equal((1, "memory_usage"), (Assert.Single(receipt.Rejected).Index, receipt.Rejected[0].Field));
    }

    [Fact]
    public async Task A_push_of_many_instances_returns_a_receipt_or_a_fault_for_each()
    {
        await using var client = await silo.ConnectAsync();

        var answer = await client.PushAsync(
            [new InstanceBatch(Guid.NewGuid(), Samples.Batch(3)), new InstanceBatch(Guid.Empty, Samples.Batch(1)), new InstanceBatch(Guid.NewGuid(), Samples.Batch(2))],
            cancellationToken: Cancelled);

        Assert.Equal([3, null, 2], answer.Select(part => part.Receipt?.Accepted));
        Assert.IsType<InvalidRequestException>(answer[1].Fault);
    }

    [Fact]
    public async Task A_push_whose_answer_was_lost_is_sent_again_and_stored_once()
    {
        var instance = Guid.NewGuid();
        silo.Faults.Add(instance, FaultStep.LoseAnswer());
        await using var client = await silo.ConnectAsync();

        var receipt = await client.PushAsync(instance, Samples.Batch(5), Acknowledgement.Durable, Cancelled);

        Assert.Equal(5, receipt.Accepted + receipt.Duplicates);
        Assert.Equal(5, (await silo.SamplesAsync(instance)).Count);
    }

    [Fact]
    public async Task A_push_that_is_refused_for_longer_than_PushTimeout_throws_the_refusal()
    {
        var instance = Guid.NewGuid();
        silo.Faults.Add(instance, FaultStep.Refuse(() => new OverloadedException("test", TimeSpan.FromSeconds(1))));
        await using var client = await silo.ConnectAsync(options => options.PushTimeout = TimeSpan.Zero);

        await Assert.ThrowsAsync<OverloadedException>(() => client.PushAsync(instance, Samples.Batch(1), cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_push_without_an_answer_throws_that_resending_is_safe()
    {
        var instance = Guid.NewGuid();
        silo.Faults.Add(instance, FaultStep.LoseAnswer());
        await using var client = await silo.ConnectAsync(options => options.PushTimeout = TimeSpan.Zero);

        var thrown = await Assert.ThrowsAsync<UndeliveredException>(() => client.PushAsync(instance, Samples.Batch(1), cancellationToken: Cancelled));

        Assert.Contains("resending is safe", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_breaks_a_rule_throws_the_field_and_the_rule()
    {
        await using var client = await silo.ConnectAsync();

        var thrown = await Assert.ThrowsAsync<InvalidRequestException>(
            () => client.PushAsync(Guid.NewGuid(), new SampleBatch { Samples = [] }, cancellationToken: Cancelled));

        Assert.Equal("samples", thrown.Field);
    }
}
