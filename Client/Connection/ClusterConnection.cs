using System.Net;
using LaunchStack.Metrics.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Polly;
using Polly.Retry;

namespace LaunchStack.Metrics.Client.Connection;

/// <summary>A connection to a cluster from outside, in a host of its own so that the app's services stay the app's.</summary>
internal sealed class ClusterConnection(MetricsClientOptions options, TimeProvider timeProvider, ILoggerFactory loggerFactory) : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(2);

    // A third of the time that connecting has: a gateway that has vanished, and may be the first one asked, must leave time for the others.
    private static readonly TimeSpan MaxOpenTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private IHost? _host;

    /// <summary>The cluster's grains.</summary>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    public IGrainFactory Grains =>
        _host?.Services.GetRequiredService<IClusterClient>() ?? throw new InvalidOperationException("the client is not connected yet");

    private string Target => options.Database is null
        ? $"no gateway answers at {string.Join(", ", options.Gateways)} (cluster \"{options.ClusterId}\")"
        : $"no gateway found through the database at {DatabaseUrl.Describe(DatabaseAddress.ToConnectionString(options.Database))} (cluster \"{options.ClusterId}\")";

    /// <exception cref="MetricsConnectionException">No gateway answered within <see cref="MetricsClientOptions.ConnectTimeout"/>.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        Exception? last = null;
        var retry = new ResiliencePipelineBuilder<IHost> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<IHost>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = RetryDelay,
                MaxDelay = MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = arguments =>
                {
                    last = arguments.Outcome.Exception;
                    return ValueTask.CompletedTask;
                },
                ShouldHandle = arguments => new ValueTask<bool>(
                    IsWorthRetrying(arguments.Outcome.Exception) && timeProvider.GetElapsedTime(started) < options.ConnectTimeout),
            })
            .Build();
        using var deadline = new CancellationTokenSource(Max(options.ConnectTimeout, MaxOpenTimeout), timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);

        try
        {
            _host = await retry.ExecuteAsync(async token => await StartHostAsync(token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MetricsConnectionException(
                $"{Target}: {(last is null ? $"no answer within {options.ConnectTimeout.TotalSeconds:0.#} s" : OneLine(last))}{await GuessAsync()}", last);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new MetricsConnectionException($"{Target}: {OneLine(exception)}{(IsWorthRetrying(exception) ? await GuessAsync() : "")}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await StopAsync(host);
        }
    }

    // After the reason that was given, which may be the true one.
    private async Task<string> GuessAsync() => await ConnectionDiagnosis.FindAsync(options) is { } guess ? $"; {guess}" : "";

    private async Task<IHost> StartHostAsync(CancellationToken cancellationToken)
    {
        var endpoints = options.Database is null ? await ResolveAsync(cancellationToken) : [];
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder.Services.AddSingleton(loggerFactory);
        builder.UseOrleansClient(client => Configure(client, endpoints));
        var host = builder.Build();
        try
        {
            // The wait has an end of its own: a peer that accepts and never speaks is not noticed by the start.
            await host.StartAsync(cancellationToken).WaitAsync(cancellationToken);
            return host;
        }
        catch
        {
            await StopAsync(host);
            throw;
        }
    }

    private void Configure(IClientBuilder client, IPEndPoint[] endpoints)
    {
        // Attempts are repeated around the host, where names are resolved anew each time.
        client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
        client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
        client.Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = GatewayRefresh);
        client.Configure<ConnectionOptions>(connection => connection.OpenConnectionTimeout = MaxOpenTimeout);
        if (options.Database is { } database)
        {
            client.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", DatabaseAddress.ToConnectionString(database)));
        }
        else
        {
            client.UseStaticClustering(endpoints);
        }
    }

    private async Task<IPEndPoint[]> ResolveAsync(CancellationToken cancellationToken)
    {
        var endpoints = new List<IPEndPoint>();
        foreach (var gateway in options.Gateways)
        {
            if (GatewayAddress.TryParse(gateway, out var address))
            {
                endpoints.AddRange(await address.ResolveAsync(cancellationToken));
            }
        }

        return [.. endpoints];
    }

    private static async Task StopAsync(IHost host)
    {
        using var limit = new CancellationTokenSource(StopTimeout);
        try
        {
            await host.StopAsync(limit.Token).WaitAsync(limit.Token);
        }
#pragma warning disable CA1031 // Nothing depends on a goodbye, however it fails: the gateway notices by itself.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            host.Dispose();
        }
    }

    private static bool IsWorthRetrying(Exception? exception) =>
        exception is not (null or OperationCanceledException or OrleansConfigurationException or ArgumentException);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
