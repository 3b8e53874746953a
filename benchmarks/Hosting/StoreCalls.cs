using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>Counts what is asked of a store, by method.</summary>
internal sealed class StoreCalls
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long>(_counts);

    public void Add([CallerMemberName] string method = "") => _counts.AddOrUpdate(method, 1, static (_, count) => count + 1);
}
