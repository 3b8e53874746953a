using System.Collections.Concurrent;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>What goes wrong with the pushes of which instance: a step a push, in order; none left: nothing.</summary>
internal sealed class FaultScript
{
    private readonly ConcurrentDictionary<Guid, ConcurrentQueue<FaultStep>> _steps = new();

    private FaultScript? _queries;

    /// <summary>The same of questions.</summary>
    public FaultScript Queries => LazyInitializer.EnsureInitialized(ref _queries, () => new FaultScript());

    public void Add(Guid instanceId, params ReadOnlySpan<FaultStep> steps)
    {
        var queue = _steps.GetOrAdd(instanceId, _ => new ConcurrentQueue<FaultStep>());
        foreach (var step in steps)
        {
            queue.Enqueue(step);
        }
    }

    public FaultStep? Next(IEnumerable<Guid> instances)
    {
        foreach (var instance in instances)
        {
            if (_steps.TryGetValue(instance, out var queue) && queue.TryDequeue(out var step))
            {
                return step;
            }
        }

        return null;
    }
}
