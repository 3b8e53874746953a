using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// Asks the database which instances are registered, many at a time: while one query is under way the next one's instances gather. After a
/// restart every instance asks, and a query for each would keep the database from its other work.
/// </summary>
internal sealed class InstanceLookups(ISampleStore store)
{
    private const int MostAtOnce = 10_000;

    private readonly Lock _gate = new();
    private Dictionary<Guid, TaskCompletionSource<bool>> _waiting = [];
    private bool _isAsking;

    public Task<bool> IsRegisteredAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        Task<bool> answer;
        lock (_gate)
        {
            if (!_waiting.TryGetValue(instanceId, out var waiting))
            {
                waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(instanceId, waiting);
            }

            answer = waiting.Task;
            if (!_isAsking)
            {
                _isAsking = true;
                _ = Task.Run(AskAsync, CancellationToken.None);
            }
        }

        return answer.WaitAsync(cancellationToken);
    }

    private async Task AskAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            foreach (var part in batch.Chunk(MostAtOnce))
            {
                await AnswerAsync(part);
            }
        }
    }

    private async Task AnswerAsync(KeyValuePair<Guid, TaskCompletionSource<bool>>[] part)
    {
        try
        {
            var registered = await store.FindInstancesAsync([.. part.Select(item => item.Key)], CancellationToken.None);
            foreach (var (instanceId, waiting) in part)
            {
                waiting.SetResult(registered.Contains(instanceId));
            }
        }
        catch (Exception exception)
        {
            foreach (var (_, waiting) in part)
            {
                waiting.SetException(exception);
            }
        }
    }

    private Dictionary<Guid, TaskCompletionSource<bool>> Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = [];
            _isAsking = taken.Count > 0;
            return taken;
        }
    }
}
