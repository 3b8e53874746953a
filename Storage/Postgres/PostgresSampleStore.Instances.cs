using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Naming;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

// Instances: who may have samples.
internal sealed partial class PostgresSampleStore
{
    public async Task RegisterInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        RequireOwnInstances();
        await IngestAsync("register-instances", _ => 0, cancellationToken, Parameter.Uuids(instanceIds)).ConfigureAwait(false);
    }

    public async Task<InstanceInfo?> RenameInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken)
    {
        RequireOwnInstances();
        var renamed = await ExecuteAsync(
            "rename-instance",
            reader => new InstanceInfo(instanceId, name, reader.GetFieldValue<DateTimeOffset>(0)),
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Text(name)).ConfigureAwait(false);
        return renamed.SingleOrDefault();
    }

    public async Task<IReadOnlySet<Guid>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var found = await IngestAsync(
            "find-instances", reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(instanceIds)).ConfigureAwait(false);
        return found.ToHashSet();
    }

    public async Task<InstanceInfo?> InstanceAsync(Guid instanceId, CancellationToken cancellationToken) =>
        (await QueryAsync("instance", InfoOf, cancellationToken, Parameter.Uuid(instanceId)).ConfigureAwait(false)).SingleOrDefault();

    public async Task<IReadOnlyList<InstanceInfo>> InstancesAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        await QueryAsync("instances", InfoOf, cancellationToken, Parameter.Uuid(after), Parameter.Integer(limit)).ConfigureAwait(false);

    public async Task<IReadOnlyList<InstanceInfo>> InstancesNamedAsync(
        string name, int limit, Guid? after, CancellationToken cancellationToken) =>
        await QueryAsync(
            "instances-named",
            InfoOf,
            cancellationToken,
            Parameter.Uuid(after),
            Parameter.Integer(limit),
            Parameter.Text(NamePattern.Regex(name))).ConfigureAwait(false);

    private static InstanceInfo InfoOf(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2));
}
