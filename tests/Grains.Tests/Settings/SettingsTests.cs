using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Settings;

public sealed class SettingsTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task Settings_outlive_their_grain()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var grain = cluster.Grains.GetGrain<IInstanceSettingsGrain>(_id);
        await grain.SetAsync(new InstanceSettings
        {
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
            FlushInterval = TimeSpan.FromSeconds(2),
        });

        await cluster.Silos.DeactivateAsync(grain);

        var read = await grain.GetAsync();
        Assert.Equal("blue", read.Labels["team"]);
        Assert.Equal(TimeSpan.FromSeconds(2), read.FlushInterval);
    }

    [Fact]
    public async Task An_instance_without_settings_has_the_defaults()
    {
        await using var cluster = await MetricsCluster.StartAsync();

        var read = await cluster.Grains.GetGrain<IInstanceSettingsGrain>(_id).GetAsync();

        Assert.Empty(read.Labels);
        Assert.Null(read.FlushInterval);
    }

    [Fact]
    public async Task A_new_flush_interval_holds_for_samples_that_wait_already()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(2)), Acknowledgement.Accepted);

        await cluster.Grains.GetGrain<IInstanceSettingsGrain>(_id).SetAsync(new() { FlushInterval = TimeSpan.FromMilliseconds(100) });

        await cluster.UntilStoredAsync(_id, 2);
    }

    [Fact]
    public async Task A_flush_interval_holds_for_an_instance_that_was_activated_again()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Grains.GetGrain<IInstanceSettingsGrain>(_id).SetAsync(new() { FlushInterval = TimeSpan.FromMilliseconds(100) });
        await cluster.Silos.DeactivateAsync(cluster.Instance(_id));

        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(2)), Acknowledgement.Accepted);

        await cluster.UntilStoredAsync(_id, 2);
    }

    [Fact]
    public async Task A_wrong_setting_is_refused_by_field_and_changes_nothing()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var grain = cluster.Grains.GetGrain<IInstanceSettingsGrain>(_id);

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => grain.SetAsync(new() { FlushInterval = TimeSpan.Zero }));

        Assert.Equal("flush_interval_seconds", refused.Field);
        Assert.Null((await grain.GetAsync()).FlushInterval);
    }

    [Fact]
    public async Task The_list_of_flush_intervals_is_sent_only_when_it_has_changed()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Grains.GetGrain<IInstanceSettingsGrain>(_id).SetAsync(new() { FlushInterval = TimeSpan.FromSeconds(1) });
        var list = cluster.Grains.GetGrain<IFlushIntervalsGrain>(IFlushIntervalsGrain.Key);

        var latest = await list.GetAsync(-1);

        Assert.Equal(TimeSpan.FromSeconds(1), latest!.Intervals[_id]);
        Assert.Null(await list.GetAsync(latest.Version));
    }
}
