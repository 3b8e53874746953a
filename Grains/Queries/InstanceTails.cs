using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// Reads instances' tails where their grains are. On the same silo without a call, which takes longer than all else that a kept answer needs;
/// a grain that is on its way out is not here any more, and the call waits for the next one.
/// </summary>
internal sealed class InstanceTails(TailRegistry tails, PresentInstances present, InstanceReferences references)
{
    /// <summary>An instance's tail, with the marks of its silo.</summary>
    public ValueTask<TailSnapshot> ReadAsync(Guid instanceId) => present.NeedsNoCall(instanceId)
        ? ValueTask.FromResult(tails.Snapshot(instanceId))
        : new ValueTask<TailSnapshot>(AskAsync(instanceId));

    private async Task<TailSnapshot> AskAsync(Guid instanceId)
    {
        try
        {
            return await references.Of(instanceId).GetTailAsync();
        }
        catch (TypeLoadException)
        {
            // Its silo is of version 0.3.0 and knows no such call. It has no marks: those of a silo that nobody has asked before let no answer be kept.
            // Goes when silos do not live with protocol 1 any more.
            var samples = await references.Of(instanceId).GetTailSamplesAsync();
            return tails.Snapshot(instanceId) with { Samples = samples, Silo = Guid.NewGuid() };
        }
    }
}
