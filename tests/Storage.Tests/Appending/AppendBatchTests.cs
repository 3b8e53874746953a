using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Appending;

namespace LaunchStack.Metrics.Storage.Tests.Appending;

public sealed class AppendBatchTests
{
    private static readonly Guid Mine = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    [Fact]
    public void Another_instances_row_of_the_same_id_in_the_batch_is_a_conflict_and_not_a_duplicate()
    {
        var batch = Colliding(Mine, Other, Mine);
        batch.LeaveOutUnknown(new HashSet<Guid> { Mine, Other });
        Assert.Equal(Mine, Assert.Single(batch.Rows).InstanceId);
        Assert.Equal([AppendOutcome.Stored, AppendOutcome.IdConflict, AppendOutcome.Duplicate], batch.Outcomes());
    }

    [Fact]
    public void Another_instances_row_of_the_same_id_is_a_conflict_where_the_first_of_them_is_stored_already()
    {
        var batch = Colliding(Mine, Other, Mine);
        batch.LeaveOutUnknown(new HashSet<Guid> { Mine, Other });
        batch.SetAside(new Dictionary<Guid, Guid> { [batch.Rows[0].Id] = Mine });
        Assert.Equal([AppendOutcome.Duplicate, AppendOutcome.IdConflict, AppendOutcome.Duplicate], batch.Outcomes());
    }

    [Fact]
    public void Another_instances_row_of_the_same_id_does_not_share_the_fate_of_an_unknown_instance()
    {
        var batch = Colliding(Mine, Other, Mine);
        batch.LeaveOutUnknown(new HashSet<Guid> { Other });
        Assert.Equal([AppendOutcome.UnknownInstance, AppendOutcome.IdConflict, AppendOutcome.UnknownInstance], batch.Outcomes());
    }

    private static AppendBatch Colliding(params Guid[] instances) => new(
        [.. instances.Select(id => new AppendSample(id, new PendingSample(new Sample(DateTimeOffset.UnixEpoch, 1, 2, 3, 4, 5), null)))],
        _ => 42);
}
