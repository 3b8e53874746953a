using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>What one instance handed to the writer at once.</summary>
internal sealed class FlushBatch(Guid instanceId, PendingSample[] samples, long firstPosition)
{
    private readonly TaskCompletionSource<AppendOutcome[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid InstanceId => instanceId;

    public PendingSample[] Samples => samples;

    /// <summary>The position of the first push of which it holds samples.</summary>
    public long FirstPosition => firstPosition;

    /// <summary>What became of each sample, once it is committed or given up.</summary>
    public Task<AppendOutcome[]> Completion => _completion.Task;

    public void Complete(AppendOutcome[] outcomes) => _completion.TrySetResult(outcomes);
}
