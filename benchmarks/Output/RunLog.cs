using System.CommandLine;
using System.Diagnostics;

namespace LaunchStack.Metrics.Benchmarks.Output;

/// <summary>Says on standard error what is being done: a full run takes long.</summary>
internal sealed class RunLog(ParseResult parsed)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public void Say(string what) => parsed.InvocationConfiguration.Error.WriteLine($"{_watch.Elapsed:hh\\:mm\\:ss} {what}");
}
