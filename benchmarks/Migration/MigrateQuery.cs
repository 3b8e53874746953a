using System.Text.Json.Nodes;
using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary>A query of the guide on both sides: medians over the instances that were asked for.</summary>
/// <param name="Name">The query.</param>
/// <param name="SourceMilliseconds">On the old table.</param>
/// <param name="TargetMilliseconds">On the new one.</param>
/// <param name="Ratio">How many times faster: the median of the ratios.</param>
internal sealed record MigrateQuery(string Name, double SourceMilliseconds, double TargetMilliseconds, double Ratio)
{
    public static MigrateQuery Of(string name, IReadOnlyList<JsonNode> queries) => new(
        name,
        queries.Select(Source).Median(),
        queries.Select(Target).Median(),
        queries.Select(query => Source(query) / Target(query)).Median());

    private static double Source(JsonNode query) => (double)query["source_milliseconds"]!;

    private static double Target(JsonNode query) => (double)query["target_milliseconds"]!;
}
