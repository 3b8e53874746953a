using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What a set of rows adds up to; for no rows at all, zeros and no times.</summary>
/// <param name="Rows">How many there are.</param>
/// <param name="First">The oldest one's time.</param>
/// <param name="Last">The newest one's time.</param>
/// <param name="SumCpu">Sum of <c>cpu_usage</c>: to be read only, since a sum of floats depends on the order.</param>
/// <param name="SumMemory">Sum of <c>memory_usage</c>.</param>
/// <param name="SumMemoryLimit">Sum of <c>memory_limit</c>.</param>
/// <param name="SumNetworkIn">Sum of <c>network_in</c>.</param>
/// <param name="SumNetworkOut">Sum of <c>network_out</c>.</param>
/// <param name="Checksum">Sum over the rows of 64 bits of each one's SHA-256, every column but <c>id</c> in it.</param>
public readonly record struct UsageMeasures(
    long Rows,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double SumCpu,
    decimal SumMemory,
    decimal SumMemoryLimit,
    decimal SumNetworkIn,
    decimal SumNetworkOut,
    decimal Checksum)
{
    /// <summary>Whether two sets hold the same rows.</summary>
    /// <param name="other">The other.</param>
    internal bool Matches(UsageMeasures other) => this with { SumCpu = 0 } == other with { SumCpu = 0 };

    /// <summary>What both sets add up to together.</summary>
    /// <param name="other">The other.</param>
    internal UsageMeasures With(UsageMeasures other) => new(
        Rows + other.Rows,
        First is null || other.First < First ? other.First : First,
        Last is null || other.Last > Last ? other.Last : Last,
        SumCpu + other.SumCpu,
        SumMemory + other.SumMemory,
        SumMemoryLimit + other.SumMemoryLimit,
        SumNetworkIn + other.SumNetworkIn,
        SumNetworkOut + other.SumNetworkOut,
        Checksum + other.Checksum);
}
