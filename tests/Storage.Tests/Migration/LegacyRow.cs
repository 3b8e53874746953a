namespace LaunchStack.Metrics.Storage.Tests.Migration;

/// <summary>A row of the old table, with what it allowed to be NULL.</summary>
public sealed record LegacyRow(
    Guid? InstanceId,
    DateTime? Timestamp,
    double? Cpu,
    long? MemoryUsage,
    long? MemoryLimit,
    long? NetworkIn,
    long? NetworkOut,
    bool Deleted = false);
