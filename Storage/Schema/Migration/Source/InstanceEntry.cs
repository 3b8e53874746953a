using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>What is known of an instance. All of them are in memory: they are few beside their rows.</summary>
/// <param name="id">The instance.</param>
/// <param name="lanes">How many lanes there are.</param>
internal sealed class InstanceEntry(Guid id, int lanes)
{
    public Guid Id => id;

    /// <summary>The end of its rows' ids.</summary>
    public ulong Tail { get; } = SampleId.TailOf(id);

    /// <summary>Which lane copies it. By its id alone, so that it is the same one in each run.</summary>
    public int Lane => (int)(Tail % (ulong)lanes);

    /// <summary>Whether the source's <c>instances</c> has it; null: not known yet.</summary>
    public bool? IsThere { get; set; }

    /// <summary>Its newest counters that are in the target; null before its first row.</summary>
    public CounterState? Counters { get; set; }

    /// <summary>Its last counters before the range; null where it has no row there.</summary>
    public CounterState? Before { get; set; }

    /// <summary>The slice that it was last seen in, and its place there.</summary>
    public (long Slice, int Place) Seen { get; set; }
}
