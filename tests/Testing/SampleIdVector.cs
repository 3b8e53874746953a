namespace LaunchStack.Metrics.Testing;

/// <summary>An id that was computed by something other than this code, and must never change.</summary>
public sealed record SampleIdVector(Guid InstanceId, DateTimeOffset Timestamp, Guid Id)
{
    /// <summary>All of <c>SampleIdVectors.csv</c>, which was written from RFC 9562 with Python's hashlib.</summary>
    public static IReadOnlyList<SampleIdVector> All { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "SampleIdVectors.csv")).Skip(1).Select(Parse)];

    private static SampleIdVector Parse(string line)
    {
        var columns = line.Split(',');
        return new SampleIdVector(
            Guid.Parse(columns[0]), DateTimeOffset.Parse(columns[1], System.Globalization.CultureInfo.InvariantCulture), Guid.Parse(columns[2]));
    }
}
