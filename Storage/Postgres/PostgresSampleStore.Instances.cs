using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Postgres;

// Instances: who may have samples.
internal sealed partial class PostgresSampleStore
{
    public async Task RegisterInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        RequireOwnInstances();
        await QueryAsync("register-instances", _ => 0, cancellationToken, Parameter.Uuids(instanceIds)).ConfigureAwait(false);
    }

    public async Task<IReadOnlySet<Guid>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(
            "find-instances", reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(instanceIds)).ConfigureAwait(false);
        return found.ToHashSet();
    }

    public async Task<IReadOnlyList<InstanceInfo>> InstancesAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        await QueryAsync(
            "instances",
            reader => new InstanceInfo(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)),
            cancellationToken,
            Parameter.Uuid(after),
            Parameter.Integer(limit)).ConfigureAwait(false);
}
