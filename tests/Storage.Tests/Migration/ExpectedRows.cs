using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

/// <summary>What rows of the old table become, computed in the plainest way: everything in memory, one instance after the other.</summary>
public static class ExpectedRows
{
    /// <summary>The target's rows by instance and time.</summary>
    public static List<InstanceSample> Of(IEnumerable<LegacyRow> rows, IEnumerable<Guid> instances, bool cumulative = true, DateTimeOffset? since = null, DateTimeOffset? keptSince = null)
    {
        var there = instances.ToHashSet();
        var expected = new List<InstanceSample>();
        var kept = rows.Where(row =>
            !row.Deleted && row is { InstanceId: { } id, Timestamp: { } time } && there.Contains(id) && time >= DateTime.UnixEpoch && time >= (keptSince ?? DateTimeOffset.MinValue).UtcDateTime);
        foreach (var ofInstance in kept.GroupBy(row => row.InstanceId!.Value))
        {
            long? lastIn = null, lastOut = null;
            foreach (var same in ofInstance.GroupBy(row => row.Timestamp!.Value).OrderBy(group => group.Key))
            {
                var row = same
                    .Select(candidate => (
                        In: Counter(candidate.NetworkIn), Out: Counter(candidate.NetworkOut), Cpu: Cpu(candidate.Cpu), Memory: Bytes(candidate.MemoryUsage), Limit: Bytes(candidate.MemoryLimit)))
                    .Max();
                var (bytesIn, bytesOut) = cumulative ? (Since(lastIn, row.In), Since(lastOut, row.Out)) : (Math.Max(0, row.In), Math.Max(0, row.Out));
                lastIn = row.In < 0 ? lastIn : row.In;
                lastOut = row.Out < 0 ? lastOut : row.Out;
                var moment = new DateTimeOffset(same.Key, TimeSpan.Zero);
                if (moment >= (since ?? DateTimeOffset.MinValue))
                {
                    expected.Add(new InstanceSample(
                        SampleId.Derive(ofInstance.Key, moment), ofInstance.Key, new Sample(moment, row.Cpu, row.Memory, row.Limit, bytesIn, bytesOut)));
                }
            }
        }

        return [.. expected.OrderBy(row => row.Id)];
    }

    private static long Counter(long? value) => value is null or < 0 ? -1 : value.Value;

    private static double Cpu(double? value) => value is { } cpu && cpu >= 0 && cpu <= 1_000_000 ? cpu : 0;

    private static long Bytes(long? value) => value is null or < 0 ? 0 : value.Value;

    private static long Since(long? last, long now) => last is not { } before || now < 0 ? 0 : now >= before ? now - before : now;
}
