using System.Text.Json.Serialization;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>The instances that use most, most first, of the range and the measure that were meant.</summary>
/// <param name="By">The measure as JSON shows it.</param>
/// <param name="From">Samples of this moment or later count.</param>
/// <param name="To">Samples of this moment or later do not.</param>
/// <param name="Items">The instances.</param>
internal sealed record TopAnswer(string By, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TopRow> Items)
{
    /// <summary>The answer as it came.</summary>
    [JsonIgnore]
    public IReadOnlyList<RankedUsage> Ranked { get; init; } = [];

    /// <summary>What they are ranked by.</summary>
    [JsonIgnore]
    public UsageMeasure Measure { get; init; }
}
