namespace LaunchStack.Metrics.Models;

/// <summary>What instances are ranked by.</summary>
[GenerateSerializer, Alias("launchstack.UsageMeasure")]
public enum UsageMeasure
{
    /// <summary>Mean CPU.</summary>
    Cpu = 0,

    /// <summary>Mean memory in use.</summary>
    Memory = 1,

    /// <summary>Mean memory in use as a share of the largest memory limit; instances without a limit have none.</summary>
    MemoryShare = 2,

    /// <summary>Bytes received and sent together.</summary>
    Network = 3,
}
