using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Load;

/// <summary>Keeps what is added; a target that is held takes nothing.</summary>
internal sealed class FakeTarget : ILoadTarget
{
    private readonly TaskCompletionSource _open = new();

    public FakeTarget(bool held = false)
    {
        if (!held)
        {
            _open.SetResult();
        }
    }

    public List<(Guid InstanceId, SampleBatch Batch)> Added { get; } = [];

    public List<int> SettledAt { get; } = [];

    public LoadCounts Counts => default(LoadCounts) with { Accepted = Added.Count };

    public string? FirstLoss => null;

    public void Open() => _open.SetResult();

    public async ValueTask AddAsync(Guid instanceId, SampleBatch batch, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        Added.Add((instanceId, batch));
    }

    public Task SettleAsync(CancellationToken cancellationToken)
    {
        SettledAt.Add(Added.Count);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
