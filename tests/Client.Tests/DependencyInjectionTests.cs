using LaunchStack.Metrics.Client.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class DependencyInjectionTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_client_connects_with_the_host_and_delivers_at_its_stop_even_what_was_added_before()
    {
        var instance = Guid.NewGuid();
        using var host = CreateHost(options => options.FlushInterval = TimeSpan.FromHours(1));
        var client = host.Services.GetRequiredService<MetricsClient>();
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await host.StartAsync(Cancelled);
        await client.AddAsync(instance, Samples.At(1), Cancelled);
        await host.StopAsync(Cancelled);

        Assert.Equal(2, (await silo.SamplesAsync(instance)).Count);
        Assert.Same(client, host.Services.GetRequiredService<MetricsClient>());
    }

    [Fact]
    public async Task A_wrong_option_stops_the_start_with_its_name_and_rule()
    {
        using var host = CreateHost(options => options.BatchSize = 0);

        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancelled));

        Assert.Contains("BatchSize is \"0\" and must be from 1 to 10000", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_was_never_connected_reports_what_was_added_when_it_is_disposed()
    {
        var lost = new List<LostSample>();
        var host = CreateHost(options => options.OnLost = lost.AddRange);
        await host.Services.GetRequiredService<MetricsClient>().AddAsync(Guid.NewGuid(), Samples.At(0), Cancelled);

        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.Single(lost);
    }

    [Fact]
    public async Task A_client_uses_a_connection_that_the_app_has()
    {
        var instance = Guid.NewGuid();
        await using var client = new MetricsClient(silo.Grains, new MetricsClientOptions());
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await client.FlushAsync(Cancelled);

        Assert.Single(await silo.SamplesAsync(instance));
    }

    private IHost CreateHost(Action<MetricsClientOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMetricsClient(options =>
        {
            silo.Configure(options);
            configure(options);
        });
        return builder.Build();
    }
}
