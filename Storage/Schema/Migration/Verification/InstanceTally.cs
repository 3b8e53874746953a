namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What is known of an instance so far.</summary>
internal sealed class InstanceTally
{
    /// <summary>The source's rows.</summary>
    public long Rows { get; set; }

    /// <summary>When the newest of them was measured.</summary>
    public DateTimeOffset Last { get; set; }

    /// <summary>Whether the service has stored samples of its own within the time looked at.</summary>
    public bool HasOnlyInTarget { get; set; }
}
