using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests.Membership;

/// <summary>What the silos that stay have to bear when one goes.</summary>
public sealed class LossTests(ClusterPlace place) : IClassFixture<ClusterPlace>
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_silo_that_leaves_takes_no_instance_of_another_along_and_a_killed_ones_answer_again_within_15_s()
    {
        var environment = await place.EnvironmentAsync($"loss-{Guid.NewGuid():n}");

        // What is counted is to change for one reason alone.
        environment["Cluster__BalanceInterval"] = "00:00:00";
        await using var stays = await SiloProcess.StartAsync(environment);
        await using (var leaves = await SiloProcess.StartAsync(environment))
        {
            await SpreadAsync(stays, leaves, 200);
            var before = await ClusterPlace.InstancesAsync(stays);
            await leaves.TerminateAsync();

            // What the directory had with the silo that left is known to be elsewhere by now.
            Assert.Empty(await ClusterPlace.PushAsync(stays, [Guid.NewGuid()]));
            Assert.InRange(await ClusterPlace.InstancesAsync(stays), before, before + 1);
        }

        await using var killed = await SiloProcess.StartAsync(environment);
        var left = await SpreadAsync(stays, killed, 20);
        await killed.Process.SignalAsync(UnixSignal.Kill);
        await killed.Process.WaitForExitAsync();
        var since = TimeProvider.System.GetTimestamp();
        await Deadline.UntilAsync(async () => (left = await ClusterPlace.PushAsync(stays, left)).Count == 0, "all instances answer again");
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, AnswersWithin);

        // A connection that breaks off is no garbage.
        Assert.DoesNotContain(stays.Process.Lines, line => line.Contains("A connection to the ", StringComparison.Ordinal));
    }

    /// <summary>Has instances active on both silos; a silo that has just come is given none before the others know how busy it is.</summary>
    private static async Task<IReadOnlyList<Guid>> SpreadAsync(SiloProcess one, SiloProcess other, int least)
    {
        var ids = new List<Guid>();
        await Deadline.UntilAsync(
            async () =>
            {
                Guid[] more = [.. Enumerable.Range(0, least).Select(_ => Guid.NewGuid())];
                ids.AddRange(more);
                Assert.Empty(await ClusterPlace.PushAsync(one, more));
                return await ClusterPlace.InstancesAsync(other) >= least / 4;
            },
            "both silos have instances");
        return ids;
    }
}
