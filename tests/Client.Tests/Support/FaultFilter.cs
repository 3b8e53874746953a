using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>Plays the script on pushes as they reach the ingest grain.</summary>
internal sealed class FaultFilter(FaultScript script) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var isPush = context.InterfaceMethod?.DeclaringType == typeof(IIngestGrain);
        var parts = isPush ? context.Request.GetArgument(0) as IReadOnlyList<InstanceBatch> : null;
        var step = script.Next(parts?.Select(part => part.InstanceId) ?? []);
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
