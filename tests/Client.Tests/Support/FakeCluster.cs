using System.Reflection;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>A connection whose only grain is an ingest grain of the test's making.</summary>
public class FakeCluster : DispatchProxy
{
    private IIngestGrain? _ingest;
    private List<long> _keys = [];

    /// <summary>A connection to this grain.</summary>
    /// <param name="ingest">The grain.</param>
    /// <param name="keys">Takes the key of each call.</param>
    public static IGrainFactory Of(IIngestGrain ingest, List<long>? keys = null)
    {
        var factory = Create<IGrainFactory, FakeCluster>();
        var cluster = (FakeCluster)(object)factory;
        (cluster._ingest, cluster._keys) = (ingest, keys ?? []);
        return factory;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.ReturnType != typeof(IIngestGrain))
        {
            throw new NotSupportedException(targetMethod.Name);
        }

        lock (_keys)
        {
            _keys.Add((long)args![0]!);
        }

        return _ingest;
    }
}
