using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>Which instances this silo knows to be registered, so that the database is asked once for each.</summary>
internal sealed class InstanceRegistry(ISampleStore store, IOptions<MetricsOptions> options)
{
    private readonly ConcurrentDictionary<Guid, bool> _known = new();

    /// <summary>Whether a first sample registers its instance.</summary>
    public bool AutoRegister => options.Value.AutoRegisterInstances && store.ManagesInstances;

    public bool IsKnown(Guid instanceId) => _known.ContainsKey(instanceId);

    /// <summary>Asks the database where the silo does not know.</summary>
    public async Task<bool> ExistsAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (IsKnown(instanceId))
        {
            return true;
        }

        var found = await StillExistsAsync(instanceId, cancellationToken);
        if (found)
        {
            _known[instanceId] = true;
        }

        return found;
    }

    /// <summary>Asks the database whatever the silo knows: an instance may have been deleted by somebody else.</summary>
    public async Task<bool> StillExistsAsync(Guid instanceId, CancellationToken cancellationToken) =>
        (await store.FindInstancesAsync([instanceId], cancellationToken)).Contains(instanceId);

    /// <summary>Registers what is not known to be, where registration is automatic.</summary>
    public async Task RegisterAsync(IEnumerable<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var unknown = AutoRegister ? instanceIds.Where(id => !IsKnown(id)).ToHashSet() : [];
        if (unknown.Count == 0)
        {
            return;
        }

        await store.RegisterInstancesAsync(unknown, cancellationToken);
        foreach (var instanceId in unknown)
        {
            _known[instanceId] = true;
        }
    }

    /// <summary>Forgets instances that turned out not to be registered; true when there were any.</summary>
    public bool Forget(IEnumerable<Guid> instanceIds)
    {
        var any = false;
        foreach (var instanceId in instanceIds)
        {
            _known.TryRemove(instanceId, out _);
            any = true;
        }

        return any;
    }
}
