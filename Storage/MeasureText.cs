using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>Measures as statements name them.</summary>
internal static class MeasureText
{
    public static string Of(UsageMeasure measure) => measure switch
    {
        UsageMeasure.Cpu => "cpu",
        UsageMeasure.Memory => "memory",
        UsageMeasure.MemoryShare => "memory-share",
        UsageMeasure.Network => "network",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "not a measure"),
    };
}
