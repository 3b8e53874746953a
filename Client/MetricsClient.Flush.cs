using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Client.Spill;

namespace LaunchStack.Metrics.Client;

public sealed partial class MetricsClient
{
    /// <summary>
    /// Pushes everything added before without further delay and waits until it is acknowledged as
    /// <see cref="MetricsClientOptions.Acknowledgement"/> says, however long resends take.
    /// </summary>
    /// <param name="cancellationToken">Stops the waiting; the pushing goes on.</param>
    /// <exception cref="SamplesLostException">Of the samples added since the previous flush, some will not be stored.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed, before or while what is spilled was still to be read.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default) => ThrowIfAny(await DrainAsync(cancellationToken));

    /// <summary>
    /// Pushes everything added before without further delay and waits until it is durable, what a former client left in
    /// <see cref="MetricsClientOptions.SpillDirectory"/> included. The service is asked to flush at once instead of when its timers are due.
    /// </summary>
    /// <param name="cancellationToken">Stops the waiting; the pushing goes on.</param>
    /// <exception cref="SamplesLostException">Of the samples added since the previous flush, some will not be stored.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed, before or meanwhile.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken = default)
    {
        var losses = await DrainAsync(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _givingUp.Token);
        try
        {
            await Task.WhenAll(_lanes.Select(lane => lane.Confirmation.SettleAsync(_givingUp.Token, either.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(MetricsClient));
        }

        // What was accepted first may have been refused when it was sent again.
        ThrowIfAny([.. losses, .. _lanes.Select(lane => lane.Losses.Take())]);
    }

    private async Task<LaneLosses[]> DrainAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        if (_spill is not null)
        {
            await FedAsync(_spill, cancellationToken);
        }

        var marks = new List<Task<LaneLosses>>(_lanes.Length);
        foreach (var lane in _lanes)
        {
            var mark = new TaskCompletionSource<LaneLosses>(TaskCreationOptions.RunContinuationsAsynchronously);
            ObjectDisposedException.ThrowIf(!lane.Pushes.TryWrite(LaneItem.Mark(mark)), this);
            marks.Add(mark.Task);
        }

        return await Task.WhenAll(marks).WaitAsync(cancellationToken);
    }

    private async Task FedAsync(SpillQueue spill, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _givingUp.Token);
        try
        {
            await spill.WhenFedAsync().WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(MetricsClient));
        }
    }

    private static void ThrowIfAny(IReadOnlyCollection<LaneLosses> losses)
    {
        var count = losses.Sum(lane => lane.Count);
        if (count > 0)
        {
            throw new SamplesLostException(count, [.. losses.SelectMany(lane => lane.First)]);
        }
    }
}
