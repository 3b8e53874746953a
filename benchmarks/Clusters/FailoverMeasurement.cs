using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>Kills one of several silos, and then replaces all, while instances push.</summary>
internal static class FailoverMeasurement
{
    // Longer than it takes to notice the loss of a silo: a push that gives up would be no figure.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<FailoverRound> RunAsync(PostgresServer postgres, int silos, LoadShape shape, CancellationToken cancellationToken)
    {
        await using var home = await PostgresDatabase.CreateAsync(postgres);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await using var stack = await Stack.StartAsync(home, database, cancellationToken, silos: silos);
        var load = await stack.LoadAsync(shape);
        await stack.WarmUpAsync(cancellationToken);
        await using var client = await MetricsClient.ConnectAsync(
            options =>
            {
                options.Gateways = stack.Gateways;
                options.ClusterId = options.ServiceId = stack.ClusterId;
                options.PushTimeout = Patience;
            },
            cancellationToken: cancellationToken);
        Guid[] instances = [.. Enumerable.Range(0, shape.Instances).Select(_ => Guid.NewGuid())];
        var all = new InstancePushes(client, instances);

        // Once before, so that all are active somewhere.
        await all.ToAllAsync(cancellationToken);
        var victim = silos - 1;
        var pushes = new InstancePushes(client, await ActiveOnAsync(stack, victim, instances, cancellationToken));
        var undisturbed = await pushes.ToAllAsync(cancellationToken);
        await stack.KillAsync(victim);
        var killed = await pushes.ToAllAsync(cancellationToken);
        await stack.ReplaceAsync(victim);

        using var replaced = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var longest = all.LongestAsync(replaced.Token);
        var start = Stopwatch.GetTimestamp();
        for (var silo = 0; silo < silos; silo++)
        {
            await stack.StopAsync(silo);
            await stack.ReplaceAsync(silo);
        }

        var restart = Stopwatch.GetElapsedTime(start);
        await replaced.CancelAsync();
        var round = new FailoverRound(undisturbed, killed, restart.TotalSeconds, await longest, client.Resent);
        load.EnsureRunning();
        await load.StopAsync();
        return round;
    }

    private static async Task<IReadOnlyList<Guid>> ActiveOnAsync(Stack stack, int silo, Guid[] instances, CancellationToken cancellationToken)
    {
        await using var connection = await OrleansConnection.OpenAsync(stack.GatewayPort, stack.ClusterId, cancellationToken);
        var management = connection.Grains.GetGrain<IManagementGrain>(0);
        var places = await Task.WhenAll(instances.Select(async id => (Id: id, Place: await management.GetActivationAddress(connection.Grains.GetGrain<IInstanceGrain>(id)))));
        Guid[] there = [.. places.Where(instance => instance.Place?.Endpoint.Port == stack.SiloPortOf(silo)).Select(instance => instance.Id)];
        return there.Length > 0 ? there : throw new FailureException($"no instance is active on silo {silo}");
    }
}
