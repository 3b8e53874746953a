using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>The result of <c>ingest</c>.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Shape">What was sent.</param>
/// <param name="RowsPerTransaction">How many rows each COPY had.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Ways">The product, and what it is compared with.</param>
/// <param name="Baseline">The faster COPY.</param>
/// <param name="Ratio">How many times as many rows a second the product makes durable: the median of the rounds' ratios.</param>
internal sealed record IngestReport(
    string Server, LoadShape Shape, int RowsPerTransaction, int Rounds, IReadOnlyList<IngestResult> Ways, string Baseline, double Ratio)
{
    private const string Product = "the product";

    public static IngestReport Of(string server, LoadShape shape, int rowsPerTransaction, IReadOnlyList<IngestRound> rounds)
    {
        Stretch[] product = [.. rounds.Select(round => round.Service)];
        var ways = new List<IngestResult> { IngestResult.Of(Product, product, product) };
        for (var number = 0; number < rounds[0].Others.Count; number++)
        {
            ways.Add(IngestResult.Of(rounds[0].Others[number].Name, [.. rounds.Select(round => round.Others[number].Stretch)], product));
        }

        var baseline = ways.Where(way => way.Way == RowOrder.Time.Name || way.Way == RowOrder.Instance.Name).MaxBy(way => way.RowsPerS)!;
        return new IngestReport(server, shape, rowsPerTransaction, rounds.Count, ways, baseline.Way, baseline.Ratio);
    }
}
