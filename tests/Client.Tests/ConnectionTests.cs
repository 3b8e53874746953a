using System.Net;
using System.Net.Sockets;
using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class ConnectionTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_that_is_not_there_is_named_in_one_line()
    {
        var gateway = $"localhost:{FreePorts.Next()}";

        var thrown = await Assert.ThrowsAsync<MetricsConnectionException>(() => silo.ConnectAsync(options =>
        {
            options.Gateways = [gateway];
            options.ConnectTimeout = TimeSpan.Zero;
        }));

        Assert.Contains(gateway, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public async Task A_gateway_that_accepts_and_never_speaks_ends_in_time()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var gateway = $"localhost:{((IPEndPoint)silent.LocalEndpoint).Port}";

        var thrown = await Assert.ThrowsAsync<MetricsConnectionException>(() => silo.ConnectAsync(options =>
        {
            options.Gateways = [gateway];
            options.ConnectTimeout = TimeSpan.FromMilliseconds(500);
        })).WaitAsync(Deadline.Default, Cancelled);

        Assert.Contains(gateway, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_clusters_gateway_is_refused_and_named_as_one()
    {
        var nobody = $"localhost:{FreePorts.Next()}";
        var thrown = await Assert.ThrowsAsync<MetricsConnectionException>(() => silo.ConnectAsync(options =>
        {
            options.Gateways = [nobody, silo.Gateway];
            options.ClusterId = "another";
            options.ConnectTimeout = TimeSpan.Zero;
        }));

        Assert.EndsWith($"; {silo.Gateway}: connections are taken, but no gateway of this cluster answers; is the cluster id right?", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public async Task One_answering_gateway_of_several_is_enough()
    {
        await using var client = await silo.ConnectAsync(options => options.Gateways = [$"localhost:{FreePorts.Next()}", silo.Gateway]);

        var receipt = await client.PushAsync(Guid.NewGuid(), Samples.Batch(1), cancellationToken: Cancelled);

        Assert.Equal(1, receipt.Accepted);
    }

    [Fact]
    public async Task Gateways_that_never_speak_do_not_keep_a_client_for_good_from_the_one_that_answers()
    {
        TcpListener[] silent = [new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0)];
        Assert.All(silent, listener => listener.Start());
        await using var client = await silo.ConnectAsync(
            options =>
            {
                options.Gateways = [.. silent.Select(listener => $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}"), silo.Gateway];

                // Orleans asks one of them at random each time.
                options.ConnectTimeout = Deadline.Default;
            });

        var receipt = await client.PushAsync(Guid.NewGuid(), Samples.Batch(1), cancellationToken: Cancelled);

        Assert.Equal(1, receipt.Accepted);
        Assert.All(silent, listener => listener.Dispose());
    }

    [Fact]
    public async Task Connecting_waits_for_a_silo_that_is_still_starting()
    {
        await using var place = new TestSilo();
        var connecting = place.ConnectAsync(options => options.ConnectTimeout = Deadline.Default);

        await place.InitializeAsync();

        await using var client = await connecting;
        Assert.Equal(1, (await client.PushAsync(Guid.NewGuid(), Samples.Batch(1), cancellationToken: Cancelled)).Accepted);
    }
}
