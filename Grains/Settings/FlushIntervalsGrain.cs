using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Settings;

[GrainType("flush-intervals")]
internal sealed class FlushIntervalsGrain(
    [PersistentState("flush-intervals", StateStorage.Name)] IPersistentState<FlushIntervalsState> state) : Grain, IFlushIntervalsGrain
{
    public async Task SetAsync(Guid instanceId, TimeSpan? interval)
    {
        if (state.State.Intervals.TryGetValue(instanceId, out var current) ? current == interval : interval is null)
        {
            return;
        }

        if (interval is { } value)
        {
            state.State.Intervals[instanceId] = value;
        }
        else
        {
            state.State.Intervals.Remove(instanceId);
        }

        state.State.Version++;
        await state.WriteOrReloadAsync(this);
    }

    public Task<FlushIntervals?> GetAsync(long knownVersion) => Task.FromResult(
        knownVersion == state.State.Version ? null : new FlushIntervals(state.State.Version, new Dictionary<Guid, TimeSpan>(state.State.Intervals)));
}
