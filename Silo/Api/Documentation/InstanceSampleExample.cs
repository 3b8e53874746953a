namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>A sample of a push of many instances. Every number defaults to 0.</summary>
/// <param name="InstanceId">Its instance.</param>
/// <param name="Timestamp">When it was measured.</param>
/// <param name="CpuUsage">CPU in percent; 100 is one full core.</param>
/// <param name="MemoryUsage">Memory in use, in bytes.</param>
/// <param name="MemoryLimit">Memory the instance may use, in bytes.</param>
/// <param name="NetworkIn">Bytes received since the previous sample, or the counter.</param>
/// <param name="NetworkOut">Bytes sent since the previous sample, or the counter.</param>
internal sealed record InstanceSampleExample(
    Guid InstanceId, DateTimeOffset Timestamp, double? CpuUsage, long? MemoryUsage, long? MemoryLimit, long? NetworkIn, long? NetworkOut);
