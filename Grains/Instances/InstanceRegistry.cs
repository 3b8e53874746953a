using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>Which instances this silo knows to be registered, so that the database is asked once for each; and changing that.</summary>
internal sealed class InstanceRegistry(
    ISampleStore store, InstanceLookups lookups, TombstoneCache tombstones, IOptions<MetricsOptions> options)
{
    private readonly ConcurrentDictionary<Guid, bool> _known = new();

    private bool AutoRegister => options.Value.AutoRegisterInstances && store.ManagesInstances;

    /// <summary>Whether pushes of an instance are taken. A deleted one's are not, whatever is automatic.</summary>
    public async ValueTask<bool> AcceptsAsync(Guid instanceId, CancellationToken cancellationToken) =>
        !IsDeleted(instanceId) && (AutoRegister || await ExistsAsync(instanceId, cancellationToken));

    /// <summary>Whether an instance was deleted or is being deleted, as far as this silo knows.</summary>
    public bool IsDeleted(Guid instanceId) => tombstones.Contains(instanceId) || tombstones.IsDeleting(instanceId);

    /// <summary>Asks the database whatever the silo knows: an instance may have been deleted by somebody else.</summary>
    public Task<bool> StillExistsAsync(Guid instanceId, CancellationToken cancellationToken) =>
        lookups.IsRegisteredAsync(instanceId, cancellationToken);

    /// <summary>Registers what is not known to be, where registration is automatic.</summary>
    public async Task RegisterAsync(IEnumerable<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var unknown = AutoRegister ? instanceIds.Where(id => !_known.ContainsKey(id) && !tombstones.Contains(id)).ToHashSet() : [];
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

    /// <summary>
    /// Forgets instances that turned out not to be registered. True where some were deleted by nobody that left a tombstone, so that
    /// registering them anew may help.
    /// </summary>
    public async Task<bool> ForgetAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        foreach (var instanceId in instanceIds)
        {
            _known.TryRemove(instanceId, out _);
        }

        if (!instanceIds.All(tombstones.Contains))
        {
            await tombstones.LoadAsync(cancellationToken);
        }

        return AutoRegister && !instanceIds.All(tombstones.Contains);
    }

    /// <summary>Creates an instance; null where it is there already.</summary>
    /// <exception cref="ConflictException">Instances are managed elsewhere.</exception>
    public async Task<InstanceInfo?> CreateAsync(Guid instanceId, string name)
    {
        RequireOwnInstances();
        var created = await store.CreateInstanceAsync(instanceId, name, CancellationToken.None);
        if (created is not null)
        {
            tombstones.Set(instanceId, deleted: false);
        }

        return created;
    }

    /// <summary>Gives an instance another name; null where there is none, or this silo is deleting it.</summary>
    /// <exception cref="ConflictException">Instances are managed elsewhere.</exception>
    public async Task<InstanceInfo?> RenameAsync(Guid instanceId, string name)
    {
        RequireOwnInstances();
        return tombstones.IsDeleting(instanceId) ? null : await store.RenameInstanceAsync(instanceId, name, CancellationToken.None);
    }

    /// <summary>Deletes an instance; false where there is none. Pushes are refused from the start of it.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="settle">What comes before the first row goes.</param>
    /// <exception cref="ConflictException">Instances are managed elsewhere.</exception>
    public async Task<bool> DeleteAsync(Guid instanceId, Func<Task> settle)
    {
        RequireOwnInstances();
        tombstones.SetDeleting(instanceId, true);
        try
        {
            await settle();
            var deleted = await store.DeleteInstanceAsync(instanceId, CancellationToken.None);
            if (deleted)
            {
                tombstones.Set(instanceId, deleted: true);
                _known.TryRemove(instanceId, out _);
            }

            return deleted;
        }
        finally
        {
            tombstones.SetDeleting(instanceId, false);
        }
    }

    private async Task<bool> ExistsAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (_known.ContainsKey(instanceId))
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

    private void RequireOwnInstances()
    {
        if (!store.ManagesInstances)
        {
            throw new ConflictException("the table instances is managed elsewhere: create, rename and delete instances there");
        }
    }
}
