using System.Reflection;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>A connection whose only grain is an ingest grain of the test's making.</summary>
public class FakeCluster : DispatchProxy
{
    private IIngestGrain? _ingest;

    /// <summary>A connection to this grain.</summary>
    public static IGrainFactory Of(IIngestGrain ingest)
    {
        var factory = Create<IGrainFactory, FakeCluster>();
        ((FakeCluster)(object)factory)._ingest = ingest;
        return factory;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(IIngestGrain) ? _ingest : throw new NotSupportedException(targetMethod.Name);
}
