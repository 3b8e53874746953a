using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>Points for buckets that have no samples.</summary>
internal static class GapFilling
{
    /// <param name="points">The buckets with samples, oldest first.</param>
    /// <param name="first">Start of the first bucket.</param>
    /// <param name="to">Buckets that start here or later are left out.</param>
    /// <param name="width">The width of a bucket.</param>
    /// <param name="fill">What gaps are filled with.</param>
    /// <param name="before">The point before the first one, where there is one.</param>
    public static IReadOnlyList<UsagePoint> Fill(
        IReadOnlyList<UsagePoint> points, DateTimeOffset first, DateTimeOffset to, TimeSpan width, GapFill fill, UsagePoint? before)
    {
        if (fill == GapFill.None)
        {
            return points;
        }

        var filled = new List<UsagePoint>();
        var previous = before;
        var next = 0;
        for (var bucket = first; bucket < to; bucket += width)
        {
            if (next < points.Count && points[next].Bucket == bucket)
            {
                filled.Add(previous = points[next++]);
                continue;
            }

            filled.Add(fill switch
            {
                GapFill.Previous when previous is not null => Between(previous, previous, bucket),
                GapFill.Linear when previous is not null && next < points.Count => Between(previous, points[next], bucket),
                _ => new UsagePoint { Bucket = bucket },
            });
        }

        // The service's clock may be behind that of who measured.
        filled.AddRange(points.Skip(next));
        return filled;
    }

    private static UsagePoint Between(UsagePoint previous, UsagePoint next, DateTimeOffset bucket)
    {
        var share = previous == next ? 0 : (bucket - previous.Bucket) / (next.Bucket - previous.Bucket);
        return new UsagePoint
        {
            Bucket = bucket,
            AvgCpu = Line(previous.AvgCpu, next.AvgCpu),
            MinCpu = Line(previous.MinCpu, next.MinCpu),
            MaxCpu = Line(previous.MaxCpu, next.MaxCpu),
            AvgMemory = Line(previous.AvgMemory, next.AvgMemory),
            MinMemory = (long?)Line(previous.MinMemory, next.MinMemory),
            MaxMemory = (long?)Line(previous.MaxMemory, next.MaxMemory),
            MaxMemoryLimit = previous.MaxMemoryLimit,
        };

        double? Line(double? from, double? to) => from + (share * (to - from));
    }
}
