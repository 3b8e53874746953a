using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
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

    // Of either sign, as a length: by the random bytes' fourth. A request, a frame that says it has 200 MB, and a greeting of the right length.
    private static IReadOnlyList<byte[]> Garbage { get; } =
        [Random(0x7F), Random(0xFF), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), [0, 0, 0x80, 0x0C, 0, 0, 0x80, 0x0C], [100, .. new byte[200]]];

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
        await silo.Process.WaitForLineAsync(
            line => line.Contains("A connection to the gateway port from 127.0.0.1:", StringComparison.Ordinal) && line.Contains($"{SiloHosting.LargestMessage}", StringComparison.Ordinal),
            "the connection is told of with the limit");
        Assert.DoesNotContain(silo.Process.Lines, line => line.Contains("InvalidMessageFrameException", StringComparison.Ordinal));
        Assert.Equal((1, 0), await RefusedAsync(silo));
        await host.StopAsync(new CancellationToken(true));
    }

    [Fact]
    public async Task Garbage_ends_its_connection_and_no_other_and_is_counted_and_told_of_once_a_minute()
    {
        await using var silo = await SiloProcess.StartAsync();
        await using var neighbour = await ConnectAsync(silo);
        Assert.Equal((0, 0), await RefusedAsync(silo));

        foreach (var port in PortsOf(silo))
        {
            await SendGarbageAsync(port);
        }

        await Deadline.UntilAsync(async () => await RefusedAsync(silo) == (Garbage.Count, Garbage.Count), "all garbage is counted");
        Assert.Equal(1, (await neighbour.PushAsync(Guid.NewGuid(), new SampleBatch { Samples = [NewSample()] }, cancellationToken: Cancel)).Accepted);

        await silo.TerminateAsync();
        foreach (var port in new[] { "gateway", "silo" })
        {
            var line = Assert.Single(silo.Process.Lines, line => line.Contains($"A connection to the {port} port ", StringComparison.Ordinal));
            Assert.Matches(@"warn: .*\[2301\] .* port from 127\.0\.0\.1:\d+ was refused: what came is not the protocol of Orleans$", line);
        }
    }

    [Fact]
    public async Task Nobody_is_refused_who_only_goes_or_is_there_when_the_silo_stops()
    {
        await using var silo = await SiloProcess.StartAsync();
        await (await ConnectAsync(silo)).DisposeAsync();
        using (var leaves = await ConnectWithoutLimitAsync(silo))
        {
            await leaves.StopAsync(Cancel);
        }

        foreach (var port in PortsOf(silo))
        {
            using var looks = new TcpClient();
            await looks.ConnectAsync(IPAddress.Loopback, port, Cancel);
            using var breaksOff = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
            await breaksOff.ConnectAsync(IPAddress.Loopback, port, Cancel);
        }

        await using var stays = await ConnectAsync(silo);
        using var says = new TcpClient();
        await says.ConnectAsync(IPAddress.Loopback, silo.GatewayPort, Cancel);
        await says.GetStream().WriteAsync(new byte[] { 100, 0, 0, 0, 1 }, Cancel);
        Assert.Equal((0, 0), await RefusedAsync(silo));
        await silo.TerminateAsync();
        Assert.DoesNotContain(silo.Process.Lines, line => line.Contains(" was refused", StringComparison.Ordinal));
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

    private static byte[] Random(byte fourth)
    {
        var bytes = new byte[100_000];
        new Random(11).NextBytes(bytes);
        bytes[3] = fourth;
        return bytes;
    }

    private static int[] PortsOf(SiloProcess silo) => [silo.GatewayPort, int.Parse(silo.Variables["Cluster__SiloPort"]!, CultureInfo.InvariantCulture)];

    /// <summary>Sends each piece over a connection of its own, and waits for its end.</summary>
    private static async Task SendGarbageAsync(int port)
    {
        foreach (var garbage in Garbage)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port, Cancel);
            var stream = socket.GetStream();
            try
            {
                await stream.WriteAsync(garbage, Cancel);
                await stream.CopyToAsync(Stream.Null, Cancel).WaitAsync(Deadline.Default, Cancel);
            }
            catch (Exception cut) when (cut is IOException or SocketException)
            {
                // Cut off in the middle: as good.
            }
        }
    }

    private static async Task<(int Gateway, int Silo)> RefusedAsync(SiloProcess silo)
    {
        var text = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancel);
        return (Of("gateway"), Of("silo"));

        int Of(string port) => int.Parse(
            Regex.Match(text, $$"""^launchstack_connections_refused_total\{.*port="{{port}}"\} (\d+)""", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
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
