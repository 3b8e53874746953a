using LaunchStack.Metrics.Benchmarks.Accept;

namespace LaunchStack.Metrics.Benchmarks.Activations;

/// <summary>What one round measured.</summary>
/// <param name="BareBytes">Managed memory of a bare activation.</param>
/// <param name="InstanceBytes">Managed memory of an idle instance.</param>
/// <param name="Resident">What the whole process has in the end, bytes.</param>
/// <param name="BareSeconds">How long activating the bare ones took.</param>
/// <param name="StormSeconds">How long activating the instances took, a sample pushed to each.</param>
/// <param name="IdleBefore">Share of a core that the silo uses with no activations.</param>
/// <param name="IdleAfter">The same with all of them idle.</param>
/// <param name="Calm">Pushes to others before the storm.</param>
/// <param name="Storm">The same in the storm.</param>
/// <param name="Reads">How often the store was read for instances in the storm.</param>
/// <param name="PeriodicReads">How often it was read by the clock.</param>
internal sealed record ActivationsRound(
    double BareBytes,
    double InstanceBytes,
    double Resident,
    double BareSeconds,
    double StormSeconds,
    double IdleBefore,
    double IdleAfter,
    PushFigures Calm,
    PushFigures Storm,
    long Reads,
    long PeriodicReads);
