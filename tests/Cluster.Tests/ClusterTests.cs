using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LaunchStack.Metrics.Cluster.Tests;

public sealed class ClusterTests(ClusterDatabase database) : IClassFixture<ClusterDatabase>
{
    [Fact]
    public async Task Two_silos_join_a_client_finds_them_through_the_database_and_grains_outlive_the_silo_that_leaves()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var clusterId = $"{Guid.NewGuid():n}";
        using var first = await TestHosts.StartSiloAsync(database, clusterId);
        using var second = await TestHosts.StartSiloAsync(database, clusterId);
        using var client = await TestHosts.StartClientAsync(database, clusterId);
        var grains = client.Services.GetRequiredService<IGrainFactory>();
        var management = grains.GetGrain<IManagementGrain>(0);
        await Deadline.UntilAsync(async () => (await management.GetHosts(onlyActive: true)).Count == 2, "two silos are active");

        var notes = Enumerable.Range(0, 40).Select(number => grains.GetGrain<INoteGrain>($"note {number}")).ToArray();
        foreach (var note in notes)
        {
            await note.WriteAsync($"text of {note.GetPrimaryKeyString()}");
        }

        var places = await Task.WhenAll(notes.Select(note => note.WhereAsync()));
        Assert.Equal(2, places.Distinct().Count());

        await first.StopAsync(cancellation);
        await Deadline.UntilAsync(async () => (await management.GetHosts(onlyActive: true)).Count == 1, "one silo has left");
        foreach (var note in notes)
        {
            await Deadline.UntilAsync(async () => await note.ReadAsync() == $"text of {note.GetPrimaryKeyString()}", $"{note.GetPrimaryKeyString()} is read on the silo that stays");
        }

        var table = second.Services.GetRequiredService<IMembershipTable>();
        Assert.Equal([SiloStatus.Active, SiloStatus.Dead], (await table.ReadAllAsync(cancellation)).Members.Select(member => member.Item1.Status).Order());
        await client.StopAsync(cancellation);
        await second.StopAsync(cancellation);
    }
}
