using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Sends the batches of every n-th instance, in the order of their numbers.</summary>
/// <param name="number">Which agent this is, from 0.</param>
/// <param name="agents">How many there are, at most as many as instances.</param>
/// <param name="fleet">The instances.</param>
/// <param name="target">Where batches go.</param>
internal sealed class LoadAgent(int number, int agents, LoadFleet fleet, ILoadTarget target)
{
    private readonly LoadPlan _plan = fleet.Plan;
    private readonly int _first = number;
    private long _round;
    private int _instance = number;
    private long _end;
    private long _samples;

    public ILoadTarget Target => target;

    /// <summary>The number after the last batch sent; 0 before the first.</summary>
    public long End => Interlocked.Read(ref _end);

    /// <summary>How many samples were sent.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    private long Next => (_round * _plan.Instances) + _instance;

    /// <summary>Sends batches while there are any and each may be sent.</summary>
    /// <param name="batches">How many batches there are of all agents.</param>
    /// <param name="mayAsync">Waits until the batch of this number is due; false: no more are to be sent.</param>
    /// <param name="cancellationToken">Stops the sending.</param>
    public async Task SendAsync(long batches, Func<long, long, ValueTask<bool>> mayAsync, CancellationToken cancellationToken)
    {
        while (Next < batches && await mayAsync(Next, _round))
        {
            await target.AddAsync(fleet.IdOf(_instance), fleet.BatchOf(_instance, _round), cancellationToken);
            Interlocked.Exchange(ref _end, Next + 1);
            Interlocked.Add(ref _samples, _plan.Batch);
            _instance += agents;
            if (_instance < _plan.Instances)
            {
                continue;
            }

            _instance = _first;
            if (_round++ == 0 && _plan.Network == NetworkMode.Cumulative)
            {
                // An instance's first reading ever has no bytes. Which one that is must not depend on a resend.
                await target.SettleAsync(cancellationToken);
            }
        }
    }
}
