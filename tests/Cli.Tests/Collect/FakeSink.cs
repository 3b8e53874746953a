using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

/// <summary>Takes every push, unless told otherwise.</summary>
internal sealed class FakeSink : ISampleSink
{
    public List<IReadOnlyList<InstanceBatch>> Pushes { get; } = [];

    /// <summary>Answers the pushes to come, one each; null takes it.</summary>
    public Queue<Func<InstanceBatch, InstanceReceipt>?> Answers { get; } = new();

    /// <summary>What it was told that instances are called.</summary>
    public Dictionary<Guid, string> Names { get; } = [];

    public static InstanceReceipt Taken(InstanceBatch part) => new()
    {
        InstanceId = part.InstanceId,
        Receipt = new PushReceipt(part.Batch.Samples.Count, part.Batch.Samples.Count, 0, []),
    };

    public static InstanceReceipt Refused(InstanceBatch part, PushException fault) => new() { InstanceId = part.InstanceId, Fault = fault };

    public Task<IReadOnlyList<InstanceReceipt>> PushAsync(IReadOnlyList<InstanceBatch> batches, CancellationToken cancellationToken)
    {
        Pushes.Add(batches);
        var answer = Answers.TryDequeue(out var next) && next is not null ? next : Taken;
        return Task.FromResult<IReadOnlyList<InstanceReceipt>>([.. batches.Select(answer)]);
    }

    public Task NameAsync(IReadOnlyDictionary<Guid, string> names, CancellationToken cancellationToken)
    {
        foreach (var (instanceId, name) in names)
        {
            Names[instanceId] = name;
        }

        return Task.CompletedTask;
    }
}
