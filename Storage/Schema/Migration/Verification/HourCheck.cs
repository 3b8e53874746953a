using System.Globalization;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Holds aggregated hours against what rows say.</summary>
/// <param name="mostNamed">How many differences are named.</param>
internal sealed class HourCheck(int mostNamed)
{
    private readonly NamedDifferences<HourDifference> _named = new(mostNamed);
    private long _compared;

    /// <summary>Hours that differ, so far.</summary>
    public long Differing { get; private set; }

    public HourComparison Result => new(_compared, Differing, _named.Named);

    /// <summary>Compares an hour.</summary>
    /// <param name="key">Which.</param>
    /// <param name="rows">What its rows say; null: there are none.</param>
    /// <param name="aggregate">What the aggregate says; null: it has no such hour.</param>
    public void Compare(HourKey key, HourMeasures? rows, AggregatedHour? aggregate)
    {
        _compared++;
        var isWrong = false;
        if (rows is not { } expected || aggregate is not { } actual)
        {
            isWrong = true;
            _named.Add(new HourDifference(key.InstanceId, key.Hour, "sample_count", Text(rows?.Sums.Rows), Text(aggregate?.SampleCount)));
        }
        else
        {
            foreach (var difference in Differences(key, expected, actual))
            {
                isWrong = true;
                _named.Add(difference);
            }
        }

        Differing += isWrong ? 1 : 0;
    }

    /// <summary>Whether an aggregate says what rows say; counted as compared where it does.</summary>
    public bool Matches(HourMeasures? rows, AggregatedHour? aggregate)
    {
        var isSame = rows is { } expected && aggregate is { } actual ? !Differences(actual.Key, expected, actual).Any() : rows is null && aggregate is null;
        _compared += isSame ? 1 : 0;
        return isSame;
    }

    private static IEnumerable<HourDifference> Differences(HourKey key, HourMeasures rows, AggregatedHour hour) =>
        from column in ((string Name, bool IsSame, object Expected, object Actual)[])
        [
            Exact("sample_count", rows.Sums.Rows, hour.SampleCount),
            Near("avg_cpu", rows.Sums.SumCpu / rows.Sums.Rows, hour.AvgCpu),
            Exact("max_cpu", rows.MaxCpu, hour.MaxCpu),
            Exact("min_cpu", rows.MinCpu, hour.MinCpu),
            Near("sum_cpu", rows.Sums.SumCpu, hour.SumCpu),
            Near("avg_memory", (double)(rows.Sums.SumMemory / rows.Sums.Rows), hour.AvgMemory),
            Exact("max_memory", rows.MaxMemory, hour.MaxMemory),
            Exact("min_memory", rows.MinMemory, hour.MinMemory),
            Exact("sum_memory", rows.Sums.SumMemory, hour.SumMemory),
            Exact("max_memory_limit", rows.MaxMemoryLimit, hour.MaxMemoryLimit),
            Exact("total_network_in", rows.Sums.SumNetworkIn, hour.TotalNetworkIn),
            Exact("total_network_out", rows.Sums.SumNetworkOut, hour.TotalNetworkOut),
        ]
        where !column.IsSame
        select new HourDifference(key.InstanceId, key.Hour, column.Name, Text(column.Expected), Text(column.Actual));

    private static (string Name, bool IsSame, object Expected, object Actual) Exact<T>(string name, T expected, T actual)
        where T : notnull => (name, expected.Equals(actual), expected, actual);

    private static (string Name, bool IsSame, object Expected, object Actual) Near(string name, double expected, double actual) =>
        (name, Tolerance.Same(expected, actual), expected, actual);

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
