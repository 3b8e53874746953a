using System.Globalization;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The values of a row. The float is held by its bits: 0 and -0 print alike and are not the same.</summary>
/// <param name="CpuBits">The bits of <c>cpu_usage</c>.</param>
/// <param name="MemoryUsage"><c>memory_usage</c>.</param>
/// <param name="MemoryLimit"><c>memory_limit</c>.</param>
/// <param name="NetworkIn"><c>network_in</c>, in bytes since the row before.</param>
/// <param name="NetworkOut"><c>network_out</c>, in bytes since the row before.</param>
internal readonly record struct UsageValues(long CpuBits, long MemoryUsage, long MemoryLimit, long NetworkIn, long NetworkOut)
{
    /// <summary>Whether the values say something that another row of the instance is not likely to say by chance, as those of an idle one do.</summary>
    public bool AreTelling => CpuBits != 0 || NetworkIn != 0 || NetworkOut != 0;

    /// <summary>Reads five columns, from one on.</summary>
    public static UsageValues Read(NpgsqlDataReader reader, int first) => new(
        BitConverter.DoubleToInt64Bits(reader.GetDouble(first)),
        reader.GetInt64(first + 1),
        reader.GetInt64(first + 2),
        reader.GetInt64(first + 3),
        reader.GetInt64(first + 4));

    /// <summary>The columns whose values differ, with what is here and what is there.</summary>
    public IEnumerable<(string Column, string Value, string Other)> DifferencesTo(UsageValues other) =>
        from pair in Columns().Zip(other.Columns())
        where pair.First.Bits != pair.Second.Bits
        select (pair.First.Name, pair.First.Text, pair.Second.Text);

    public override string ToString() => string.Join(", ", Columns().Select(column => $"{column.Name} {column.Text}"));

    private IEnumerable<(string Name, long Bits, string Text)> Columns()
    {
        yield return ("cpu_usage", CpuBits, BitConverter.Int64BitsToDouble(CpuBits).ToString("R", CultureInfo.InvariantCulture));
        foreach (var (name, value) in ((string, long)[])
        [
            ("memory_usage", MemoryUsage),
            ("memory_limit", MemoryLimit),
            ("network_in", NetworkIn),
            ("network_out", NetworkOut),
        ])
        {
            yield return (name, value, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
