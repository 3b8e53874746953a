using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>How long queries take.</summary>
internal sealed class QueryInstruments(IMeterFactory meters)
{
    private const string Cancelled = "cancelled";

    private readonly Histogram<double> _duration = meters.Create(ServiceMeter.Name).CreateHistogram(
        ServiceMeter.QueryDuration, "s", "What a query took in its grain, by query and, where it was cancelled or failed, by why.", advice: Latencies.Advice);

    private readonly Counter<long> _lookups = meters.Create(ServiceMeter.Name).CreateCounter<long>(
        "launchstack.query.cache.lookups", "{lookup}", "Questions to the database, by query and by whether the answer was kept or under way.");

    /// <summary>Counts a question to the database.</summary>
    /// <param name="query">Which query.</param>
    /// <param name="hit">Whether its answer was kept, or under way for somebody else.</param>
    public void CountLookup(string query, bool hit) =>
        _lookups.Add(1, new("query", query), new("result", hit ? "hit" : "miss"));

    /// <summary>Runs a query and notes what it took.</summary>
    /// <param name="query">Which query.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="cancellationToken">The caller's own: how it ends after that is no failure.</param>
    public async Task<T> MeasureAsync<T>(string query, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var answer = await run();
            _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("query", query));
            return answer;
        }
        catch (Exception exception)
        {
            _duration.Record(
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                new KeyValuePair<string, object?>("query", query),
                new KeyValuePair<string, object?>("error.type", cancellationToken.IsCancellationRequested ? Cancelled : exception.GetType().Name));
            throw;
        }
    }
}
