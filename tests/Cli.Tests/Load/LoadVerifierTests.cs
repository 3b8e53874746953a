using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Load;

public sealed class LoadVerifierTests
{
    private static readonly LoadPlan Plan = new(
        7, 3, 2, NetworkMode.Cumulative, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMilliseconds(1));

    private static readonly LoadFleet Fleet = new(Plan);

    [Fact]
    public void Rows_in_any_order_are_right_beside_rows_of_others()
    {
        var rows = RowsOf(7).ToArray();
        Random.Shared.Shuffle(rows);

        var result = Verify(7, 7, [.. rows, new InstanceSample(Guid.NewGuid(), Guid.NewGuid(), rows[0].Sample)]);

        Assert.True(result.IsRight, string.Join("\n", result.Examples));
        Assert.Equal(14, result.Rows);
    }

    [Fact]
    public void The_first_reading_may_have_no_bytes_and_nothing_else()
    {
        var rows = RowsOf(7).ToArray();
        rows[0] = With(rows[0], sample => sample with { NetworkIn = 0, NetworkOut = 0 });
        Assert.True(Verify(7, 7, rows).IsRight);

        rows[0] = With(rows[0], sample => sample with { NetworkIn = 1 });
        Assert.Equal(1, Verify(7, 7, rows).Differing);
    }

    [Fact]
    public void A_late_reading_is_right_where_the_row_after_it_has_its_bytes()
    {
        var rows = RowsOf(7).ToArray();
        var (late, after) = (rows[7].Sample, rows[12].Sample);
        Assert.Equal(rows[7].InstanceId, rows[12].InstanceId);
        rows[7] = With(rows[7], sample => sample with { NetworkIn = 0, NetworkOut = 0 });
        var lost = Verify(7, 7, rows);
        Assert.Equal((0, 1), (lost.Differing, lost.WrongSums));
        Assert.Equal(
            $"sum: bytes of {rows[7].InstanceId} are -{late.NetworkIn} in, -{late.NetworkOut} out off what its counters grew by", Assert.Single(lost.Examples));

        rows[12] = With(rows[12], _ => after with { NetworkIn = after.NetworkIn + late.NetworkIn, NetworkOut = after.NetworkOut + late.NetworkOut });
        Assert.True(Verify(7, 7, rows).IsRight);
    }

    [Fact]
    public void Each_kind_of_difference_is_counted_and_named()
    {
        var rows = RowsOf(7).ToList();
        var (gone, changed, moved, fewer) = (rows[3], rows[5], rows[8], rows[10]);
        rows.Remove(gone);
        rows[rows.IndexOf(changed)] = With(changed, sample => sample with { MemoryLimit = 1 });
        rows.Add(With(moved, sample => sample with { Timestamp = sample.Timestamp.AddMicroseconds(1) }));
        rows.Add(rows[0] with { Id = Guid.NewGuid() });
        rows[rows.IndexOf(fewer)] = With(fewer, sample => sample with { NetworkIn = sample.NetworkIn - 1 });

        var result = Verify(7, 7, rows);

        Assert.Equal((1, 1, 2, 1, 0), (result.Missing, result.Unexpected, result.Differing, result.Doubled, result.WrongSums));
        Assert.Equal(["missing", "unexpected", "differing", "differing", "doubled"], result.Examples.Select(example => example.Split(':')[0]));
        Assert.Contains($"{gone.InstanceId} at 2026-03-01T00:00:00.001Z", result.Examples[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_under_another_id_differs()
    {
        var rows = RowsOf(2).ToArray();
        rows[1] = rows[1] with { Id = Guid.NewGuid() };

        Assert.Contains("id must be ", Assert.Single(Verify(2, 2, rows).Examples), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_killed_may_have_sent_more_of_its_plan()
    {
        Assert.True(Verify(3, 7, RowsOf(5)).IsRight);
        Assert.Equal((0, 4), (Verify(3, 3, RowsOf(5)).Missing, Verify(3, 3, RowsOf(5)).Unexpected));
        Assert.Equal((4, 0), (Verify(7, 7, RowsOf(5)).Missing, Verify(7, 7, RowsOf(5)).Unexpected));
    }

    private static VerificationResult Verify(long batches, long planned, IEnumerable<InstanceSample> rows)
    {
        var verifier = new LoadVerifier(Fleet, batches * Plan.Batch, planned * Plan.Batch);
        foreach (var row in rows)
        {
            verifier.Add(row);
        }

        return verifier.Finish();
    }

    private static IEnumerable<InstanceSample> RowsOf(int batches) =>
        from batch in Enumerable.Range(0, batches)
        from place in Enumerable.Range(0, Plan.Batch)
        let instance = batch % Plan.Instances
        let sample = Fleet.StoredOf(instance, (batch / Plan.Instances * Plan.Batch) + place)
        select new InstanceSample(SampleId.Derive(Fleet.IdOf(instance), sample.Timestamp), Fleet.IdOf(instance), sample);

    private static InstanceSample With(InstanceSample row, Func<Sample, Sample> change)
    {
        var sample = change(row.Sample);
        return new InstanceSample(SampleId.Derive(row.InstanceId, sample.Timestamp), row.InstanceId, sample);
    }
}
