using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>Answers pushes as the test says, which no real silo would do on demand.</summary>
internal sealed class FakeIngest(Func<IReadOnlyList<InstanceBatch>, CancellationToken, Task<IReadOnlyList<InstanceReceipt>>> answer) : IIngestGrain
{
    public Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement acknowledgement, CancellationToken cancellationToken = default) =>
        answer(batches, cancellationToken);

    public Task<IReadOnlyList<InstanceDurability>> GetDurabilityAsync(
        IReadOnlyList<DurabilityQuestion> questions, bool handOver, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<InstanceDurability>>([.. questions.Select(question => new InstanceDurability(question.InstanceId, null))]);

    /// <summary>Takes everything.</summary>
    public static IReadOnlyList<InstanceReceipt> Accept(IReadOnlyList<InstanceBatch> batches) =>
        [.. batches.Select(part => new InstanceReceipt { InstanceId = part.InstanceId, Receipt = new PushReceipt(part.Batch.Samples.Count, 0, 0, []) })];
}
