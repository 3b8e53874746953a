namespace LaunchStack.Metrics.Cli.Push;

/// <summary>What became of the lines, in lines.</summary>
internal sealed record PushSummary
{
    public long Lines { get; set; }

    public long Accepted { get; set; }

    public long Durable { get; set; }

    public long Duplicates { get; set; }

    public long Rejected { get; set; }
}
