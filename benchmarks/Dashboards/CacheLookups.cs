using System.Globalization;

namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>How often a silo's questions to the database found an answer that was kept or under way.</summary>
/// <param name="Hits">How often they did.</param>
/// <param name="Misses">How often they did not.</param>
internal readonly record struct CacheLookups(double Hits, double Misses)
{
    private const string Counter = "launchstack_query_cache_lookups";

    public double? HitShare => Hits + Misses > 0 ? Hits / (Hits + Misses) : null;

    public static CacheLookups operator -(CacheLookups left, CacheLookups right) => new(left.Hits - right.Hits, left.Misses - right.Misses);

    /// <summary>Reads what the silo shows Prometheus.</summary>
    public static async Task<CacheLookups> ReadAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        var lines = text.Split('\n').Where(line => line.StartsWith(Counter, StringComparison.Ordinal)).ToList();
        return new CacheLookups(Sum(lines, "hit"), Sum(lines, "miss"));
    }

    private static double Sum(IEnumerable<string> lines, string result) => lines
        .Where(line => line.Contains($"result=\"{result}\"", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
}
