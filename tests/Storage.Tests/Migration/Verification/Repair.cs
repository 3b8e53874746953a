using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

/// <summary>What a migration has to make of readings, written down as plainly as it can be said.</summary>
internal static class Repair
{
    public static List<InstanceSample> Rows(IEnumerable<SourceReading> readings, IReadOnlyCollection<Guid> instances, NetworkMode network)
    {
        var rows = new List<InstanceSample>();
        foreach (var instance in readings.Select(Mend).Where(reading => !reading.IsDeleted && instances.Contains(reading.InstanceId)).GroupBy(reading => reading.InstanceId))
        {
            long? lastIn = null;
            long? lastOut = null;
            foreach (var same in instance.GroupBy(reading => reading.Timestamp).OrderBy(same => same.Key))
            {
                var latest = same.OrderBy(reading => reading.In ?? long.MinValue).ThenBy(reading => reading.Out ?? long.MinValue).ThenBy(reading => reading.Cpu)
                    .ThenBy(reading => reading.Memory).ThenBy(reading => reading.Limit).Last();
                var (bytesIn, bytesOut) = network == NetworkMode.Delta ? (latest.In ?? 0, latest.Out ?? 0) : (Since(lastIn, latest.In), Since(lastOut, latest.Out));
                (lastIn, lastOut) = (latest.In ?? lastIn, latest.Out ?? lastOut);
                rows.Add(new InstanceSample(
                    SampleId.Derive(instance.Key, same.Key),
                    instance.Key,
                    new Sample(same.Key, latest.Cpu!.Value, latest.Memory!.Value, latest.Limit!.Value, bytesIn, bytesOut)));
            }
        }

        return rows;
    }

    // What no sample may have is 0; such a counter was not read.
    private static SourceReading Mend(SourceReading reading) => reading with
    {
        Cpu = reading.Cpu is >= 0 and <= SampleLimits.MaxCpuUsage ? reading.Cpu : 0,
        Memory = reading.Memory >= 0 ? reading.Memory : 0,
        Limit = reading.Limit >= 0 ? reading.Limit : 0,
        In = reading.In >= 0 ? reading.In : null,
        Out = reading.Out >= 0 ? reading.Out : null,
    };

    private static long Since(long? last, long? counter)
    {
        if (last is null || counter is null)
        {
            return 0;
        }

        return counter < last ? counter.Value : counter.Value - last.Value;
    }
}
