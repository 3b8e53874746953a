namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>A row of the source. A struct, because a slice has hundreds of thousands.</summary>
internal struct SourceRow
{
    /// <summary>A counter that the row does not have.</summary>
    public const long None = -1;

    /// <summary>Its instance's place in the slice.</summary>
    public int Instance;

    /// <summary>Microseconds since 1970.</summary>
    public long Time;

    public double Cpu;

    public long MemoryUsage;

    public long MemoryLimit;

    /// <summary>The column's value, or <see cref="None"/>.</summary>
    public long NetworkIn;

    /// <summary>The column's value, or <see cref="None"/>.</summary>
    public long NetworkOut;

    /// <summary>Whether this one stays, of two with one instance and time.</summary>
    public readonly bool Beats(in SourceRow other)
    {
        var order = NetworkIn.CompareTo(other.NetworkIn);
        order = order != 0 ? order : NetworkOut.CompareTo(other.NetworkOut);
        order = order != 0 ? order : Cpu.CompareTo(other.Cpu);
        order = order != 0 ? order : MemoryUsage.CompareTo(other.MemoryUsage);
        return (order != 0 ? order : MemoryLimit.CompareTo(other.MemoryLimit)) > 0;
    }
}
