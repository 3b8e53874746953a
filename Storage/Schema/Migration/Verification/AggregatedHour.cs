using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>An hour of the target's aggregates.</summary>
/// <param name="Key">Which.</param>
internal readonly record struct AggregatedHour(HourKey Key)
{
    public double AvgCpu { get; init; }

    public double MaxCpu { get; init; }

    public double AvgMemory { get; init; }

    public long MaxMemory { get; init; }

    public decimal TotalNetworkIn { get; init; }

    public decimal TotalNetworkOut { get; init; }

    public long SampleCount { get; init; }

    public double SumCpu { get; init; }

    public double MinCpu { get; init; }

    public decimal SumMemory { get; init; }

    public long MinMemory { get; init; }

    public long MaxMemoryLimit { get; init; }

    public static AggregatedHour Read(NpgsqlDataReader reader) => new(HourCursors.KeyOf(reader))
    {
        AvgCpu = reader.GetDouble(2),
        MaxCpu = reader.GetDouble(3),
        AvgMemory = reader.GetDouble(4),
        MaxMemory = reader.GetInt64(5),
        TotalNetworkIn = reader.GetDecimal(6),
        TotalNetworkOut = reader.GetDecimal(7),
        SampleCount = reader.GetInt64(8),
        SumCpu = reader.GetDouble(9),
        MinCpu = reader.GetDouble(10),
        SumMemory = reader.GetDecimal(11),
        MinMemory = reader.GetInt64(12),
        MaxMemoryLimit = reader.GetInt64(13),
    };
}
