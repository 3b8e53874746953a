namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>In which order a transaction's rows are copied.</summary>
/// <param name="Name">For people.</param>
/// <param name="Columns">What they are sorted by.</param>
internal sealed record RowOrder(string Name, string Columns)
{
    public static readonly RowOrder Time = new("COPY, rows by time", "timestamp, instance_id");
    public static readonly RowOrder Instance = new("COPY, rows by instance within a transaction", "instance_id, timestamp");
}
