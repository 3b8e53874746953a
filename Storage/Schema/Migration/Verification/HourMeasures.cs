using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What an instance's rows of one hour add up to.</summary>
/// <param name="Sums">What an hour has in common with a day.</param>
/// <param name="MinCpu">Least <c>cpu_usage</c>.</param>
/// <param name="MaxCpu">Greatest <c>cpu_usage</c>.</param>
/// <param name="MinMemory">Least <c>memory_usage</c>.</param>
/// <param name="MaxMemory">Greatest <c>memory_usage</c>.</param>
/// <param name="MaxMemoryLimit">Greatest <c>memory_limit</c>.</param>
internal readonly record struct HourMeasures(
    UsageMeasures Sums, double MinCpu, double MaxCpu, long MinMemory, long MaxMemory, long MaxMemoryLimit)
{
    /// <summary>How many columns measures.sql has.</summary>
    public const int Columns = 14;

    /// <summary>Reads the columns of measures.sql, from one on.</summary>
    public static HourMeasures Read(NpgsqlDataReader reader, int first) => new(
        new UsageMeasures(
            reader.GetInt64(first),
            reader.GetFieldValue<DateTimeOffset>(first + 1),
            reader.GetFieldValue<DateTimeOffset>(first + 2),
            reader.GetDouble(first + 3),
            reader.GetDecimal(first + 6),
            reader.GetDecimal(first + 9),
            reader.GetDecimal(first + 11),
            reader.GetDecimal(first + 12),
            reader.GetDecimal(first + 13)),
        reader.GetDouble(first + 4),
        reader.GetDouble(first + 5),
        reader.GetInt64(first + 7),
        reader.GetInt64(first + 8),
        reader.GetInt64(first + 10));
}
