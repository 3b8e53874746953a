using LaunchStack.Metrics.Models;
using Npgsql;

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

    public async Task<InstanceInfo?> InstanceAsync(Guid instanceId, CancellationToken cancellationToken) =>
        (await QueryAsync("instance", InfoOf, cancellationToken, Parameter.Uuid(instanceId)).ConfigureAwait(false)).SingleOrDefault();

    public async Task<IReadOnlyList<InstanceInfo>> InstancesAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        await QueryAsync("instances", InfoOf, cancellationToken, Parameter.Uuid(after), Parameter.Integer(limit)).ConfigureAwait(false);

    private static InstanceInfo InfoOf(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2));
}
