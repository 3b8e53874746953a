namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>
/// What silos of one cluster must agree on beside Orleans itself: grain interfaces, messages, and what they assume of each other. A number and
/// not the version, since most versions change nothing of it.
/// </summary>
internal static class ClusterProtocol
{
    /// <summary>What this build speaks. Raised with every change that the build before it cannot live with.</summary>
    public const int Current = 1;

    /// <summary>
    /// The oldest that this build still lives with in one cluster. Silos that do not say what they speak, those up to 0.3.0, speak 1. When it becomes 2, in the version after the first that
    /// speaks 2, what serves them goes: <see cref="IInstanceGrain.GetTailSamplesAsync"/> and who calls it.
    /// </summary>
    public const int Oldest = 1;
}
