namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

/// <summary>A row of a source's table.</summary>
public sealed record SourceReading(Guid InstanceId, DateTimeOffset Timestamp)
{
    public double? Cpu { get; init; } = 1.5;

    public long? Memory { get; init; } = 1 << 20;

    public long? Limit { get; init; } = 1 << 30;

    public long? In { get; init; } = 0;

    public long? Out { get; init; } = 0;

    public bool IsDeleted { get; init; }
}
