using System.Net;
using System.Net.Sockets;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Hosting;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>What no well-behaved client sends to the Orleans gateway. On a silo of its own, which others need not outlive.</summary>
public sealed class GatewayTests(SqliteSilo shared) : IClassFixture<SqliteSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_above_the_limit_is_refused_and_costs_its_sender_alone()
    {
        var silo = shared.Silo;
        await using var neighbour = await ConnectAsync(silo);
        using var host = await ConnectWithoutLimitAsync(silo);
        var instance = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IInstanceGrain>(Guid.NewGuid());

        // Not refused, it would be at its grain well before the answer is given up.
        var huge = new SampleBatch { Samples = [NewSample()], Network = NetworkMode.Cumulative, Source = new string('x', SiloHosting.LargestMessage + 1) };
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => instance.PushAsync(huge, Acknowledgement.Accepted, Cancel).WaitAsync(Deadline.Default, Cancel));

        // Of its source, which is too long as well, no grain has come to know.
        Assert.IsNotType<PushException>(refused, exactMatch: false);

        Assert.Equal(1, (await neighbour.PushAsync(Guid.NewGuid(), new SampleBatch { Samples = [NewSample()] }, cancellationToken: Cancel)).Accepted);
        Assert.False(silo.Process.HasExited);
        await host.StopAsync(new CancellationToken(true));
    }

    [Fact]
    public async Task Garbage_at_the_gateway_ends_its_connection_and_no_other()
    {
        var silo = shared.Silo;
        await using var neighbour = await ConnectAsync(silo);
        var garbage = new byte[100_000];
        var random = new Random(11);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            random.NextBytes(garbage);
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, silo.GatewayPort, Cancel);
            var stream = socket.GetStream();
            try
            {
                await stream.WriteAsync(garbage, Cancel);
                socket.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null, Cancel).WaitAsync(Deadline.Default, Cancel);
            }
            catch (Exception cut) when (cut is IOException or SocketException)
            {
                // Cut off in the middle: as good.
            }
        }

        Assert.Equal(1, (await neighbour.PushAsync(Guid.NewGuid(), new SampleBatch { Samples = [NewSample()] }, cancellationToken: Cancel)).Accepted);
        Assert.False(silo.Process.HasExited);
    }

    [Fact]
    public async Task The_largest_answer_comes_to_a_client()
    {
        await using var silo = await SiloProcess.StartAsync();
        await using var client = await ConnectAsync(silo);
        var (id, now, random) = (Guid.NewGuid(), TimeProvider.System.GetUtcNow(), new Random(7));
        const int Each = IFleetQueryGrain.MaxRangePoints / IFleetQueryGrain.MaxRanges;
        Sample[] samples =
        [
            .. Enumerable.Range(1, Each).Select(index => new Sample(
                now.AddTicks(-index * TimeSpan.TicksPerMicrosecond), random.NextDouble(), random.NextInt64(), random.NextInt64(), random.NextInt64(), random.NextInt64())),
        ];
        await client.PushAsync(id, new SampleBatch { Samples = samples }, cancellationToken: Cancel);

        var ranges = await client.GetRangesAsync(
            [.. Enumerable.Repeat(id, IFleetQueryGrain.MaxRanges)], new RangeQuery { From = now.AddMinutes(-1), To = now, Resolution = Resolution.Raw }, Cancel);

        Assert.Equal(IFleetQueryGrain.MaxRangePoints, ranges.Sum(range => range.Range!.Points.Count));
    }

    private static Sample NewSample() => new(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5);

    private static Task<MetricsClient> ConnectAsync(SiloProcess silo) => MetricsClient.ConnectAsync(
        options => (options.Gateways, options.ClusterId, options.ServiceId) = ([$"127.0.0.1:{silo.GatewayPort}"], silo.ClusterId, silo.ClusterId),
        cancellationToken: Cancel);

    private static async Task<IHost> ConnectWithoutLimitAsync(SiloProcess silo)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (silo.ClusterId, silo.ClusterId))
            .Configure<ClientMessagingOptions>(options => (options.MaxMessageBodySize, options.ResponseTimeout) = (100 << 20, TimeSpan.FromSeconds(4)))
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, silo.GatewayPort)));
        var host = builder.Build();
        await host.StartAsync(Cancel);
        return host;
    }
}
