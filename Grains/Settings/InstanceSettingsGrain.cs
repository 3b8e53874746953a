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

        // The list first: a silo that the instance moves to reads it there.
        var instanceId = this.GetPrimaryKey();
        await GrainFactory.GetGrain<IFlushIntervalsGrain>(IFlushIntervalsGrain.Key).SetAsync(instanceId, settings.FlushInterval);
        await GrainFactory.GetGrain<IInstanceGrain>(instanceId).ApplyFlushIntervalAsync(settings.FlushInterval);
    }
}
