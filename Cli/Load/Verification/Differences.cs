using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>Counts differences of one kind and describes the first few.</summary>
/// <param name="kind">What is wrong.</param>
internal sealed class Differences(string kind)
{
    private const int Kept = 5;

    private readonly List<string> _examples = [];

    public long Count { get; private set; }

    public IReadOnlyList<string> Examples => _examples;

    public void Add(in InstanceSample row, string? difference = null)
    {
        if (Count++ < Kept)
        {
            _examples.Add($"{kind}: instance {row.InstanceId} at {Rfc3339.Format(row.Sample.Timestamp)}, id {row.Id}{(difference is null ? "" : $": {difference}")}");
        }
    }

    public void Add(Func<string> describe)
    {
        if (Count++ < Kept)
        {
            _examples.Add($"{kind}: {describe()}");
        }
    }
}
