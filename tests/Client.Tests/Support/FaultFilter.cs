using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>Plays the script on pushes as they reach the ingest grain, on deletions and questions for settings, and its other one on questions for samples.</summary>
internal sealed class FaultFilter(FaultScript script) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var isPush = context.InterfaceMethod?.DeclaringType == typeof(IIngestGrain);
        var parts = isPush ? context.Request.GetArgument(0) as IReadOnlyList<InstanceBatch> : null;
        Guid[] target = context.InterfaceMethod?.Name is nameof(IInstanceGrain.DeleteAsync) or nameof(IInstanceSettingsGrain.GetAsync)
            && context.TargetId.TryGetGuidKey(out var instanceId, out _)
            ? [instanceId]
            : [];
        var step = context.InterfaceMethod?.Name == nameof(IInstanceQueryGrain.GetRecentAsync) && context.TargetId.TryGetGuidKey(out var asked, out _)
            ? script.Queries.Next([asked])
            : script.Next(parts?.Select(part => part.InstanceId) ?? target);
        if (step?.Gate is { } gate)
        {
            await gate;
        }

        if (step?.Before is { } before)
        {
            throw before();
        }

        await context.Invoke();
        if (step?.After is { } after)
        {
            throw after();
        }
    }
}
