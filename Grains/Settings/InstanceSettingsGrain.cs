using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Settings;

[GrainType("instance-settings")]
internal sealed class InstanceSettingsGrain(
    [PersistentState("instance-settings", StateStorage.Name)] IPersistentState<InstanceSettingsState> state) : Grain, IInstanceSettingsGrain
{
    public Task<InstanceSettings> GetAsync() => Task.FromResult(state.State.ToSettings());

    public async Task SetAsync(InstanceSettings settings)
    {
        SettingsRules.Check(settings);
        state.State = new InstanceSettingsState { Labels = new(settings.Labels), FlushInterval = settings.FlushInterval };
        await state.WriteOrReloadAsync(this);
        await ApplyAsync(settings.FlushInterval);
    }

    public async Task ClearAsync()
    {
        if (state.RecordExists)
        {
            await ApplyAsync(null);
            await state.ClearOrReloadAsync(this);
        }
    }

    private async Task ApplyAsync(TimeSpan? interval)
    {
        // The list first: a silo that the instance moves to reads it there.
        var instanceId = this.GetPrimaryKey();
        await GrainFactory.GetGrain<IFlushIntervalsGrain>(IFlushIntervalsGrain.Key).SetAsync(instanceId, interval);
        await GrainFactory.GetGrain<IInstanceGrain>(instanceId).ApplyFlushIntervalAsync(interval);
    }
}
