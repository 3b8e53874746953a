using LaunchStack.Metrics.Cli.Collect;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

/// <summary>Reads what it is told to, round by round; nothing on the first call, as real readers do.</summary>
internal sealed class FakeReader(Func<int, IReadOnlyList<ContainerReading>> round) : IContainerReader
{
    private int _calls;

    public string Description => "a fake";

    public string Noun => "containers";

    public Task<IReadOnlyList<ContainerReading>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = _calls++;
        return Task.FromResult(call == 0 ? [] : round(call));
    }

    public void Dispose()
    {
    }
}
