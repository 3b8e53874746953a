using LaunchStack.Metrics.Silo.Hosting;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class SteadyClocksTests
{
    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Grains_come_to_life_after_a_clock_that_was_days_ahead_has_been_set_right()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(_clock);
            silo.AddSteadyClocks();
            silo.Configure<GrainCollectionOptions>(options => (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)));
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        await Grain(1).GetHosts();
        Assert.Equal(2, await CountAsync());

        _clock.Off = TimeSpan.FromDays(9);
        await Deadline.UntilAsync(async () => await CountAsync() == 1, "the idle grain is collected");
        _clock.Off = TimeSpan.Zero;

        Assert.Single(await Grain(3).GetHosts());

        IManagementGrain Grain(long key) => cluster.Client.GetGrain<IManagementGrain>(key);

        // The one that is asked is one of them.
        async Task<int> CountAsync() => (await Grain(2).GetSimpleGrainStatistics()).Where(grains => grains.GrainType.Contains("ManagementGrain", StringComparison.Ordinal)).Sum(grains => grains.ActivationCount);
    }

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Off { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Off;
    }
}
