using LaunchStack.Metrics.Client.Connection;
using LaunchStack.Metrics.Client.Delivery;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Client;

/// <summary>
/// Pushes and reads instances' resource usage. Samples that are added are batched and pushed in the background, and sent again until
/// they are taken. Make one client for the whole app and dispose it at the end; all members may be used by any number of threads.
/// </summary>
public sealed partial class MetricsClient : IAsyncDisposable
{
    private readonly MetricsClientOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ClusterConnection? _connection;
    private readonly IGrainFactory? _grains;
    private readonly DeliveryCounters _counters = new();
    private readonly Pusher _pusher;
    private readonly PushLane[] _lanes;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _pump = Task.CompletedTask;
    private int _isDisposed;

    /// <summary>Uses a connection that the app has already: a silo's own, or a test cluster's. It is not closed with the client.</summary>
    /// <param name="cluster">The connection.</param>
    /// <param name="options">The options; those about connecting are not used.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <param name="logger">Where resends and losses are logged; null: nowhere.</param>
    /// <exception cref="OptionsValidationException">An option breaks its rule.</exception>
    public MetricsClient(IGrainFactory cluster, MetricsClientOptions options, TimeProvider? timeProvider = null, ILogger<MetricsClient>? logger = null)
        : this(options, timeProvider ?? TimeProvider.System, logger)
    {
        _grains = cluster;
        StartPump();
    }

    /// <summary>A client that <see cref="StartAsync"/> connects; samples may be added before.</summary>
    internal MetricsClient(MetricsClientOptions options, TimeProvider timeProvider, ILoggerFactory loggerFactory)
        : this(options, timeProvider, loggerFactory.CreateLogger<MetricsClient>()) =>
        _connection = new ClusterConnection(options, timeProvider, loggerFactory);

    private MetricsClient(MetricsClientOptions options, TimeProvider timeProvider, ILogger<MetricsClient>? logger)
    {
        MetricsClientOptionsValidator.ThrowIfInvalid(options);
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger ?? NullLogger<MetricsClient>.Instance;
        _room = new SemaphoreSlim(options.MaxPending, options.MaxPending);
        _pusher = new Pusher(() => Grains, options, timeProvider, _counters, _logger);

        // Clients of one app's many processes must not all take the same gateway.
        _nextKey = Random.Shared.Next();
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(lane =>
            new PushLane(_nextKey + lane, options, _pusher, _counters, count => _room.Release(count), timeProvider, _logger))];
    }

    /// <summary>Samples that were added and are not acknowledged yet.</summary>
    public int Pending => _options.MaxPending - _room.CurrentCount;

    /// <summary>Added samples that the service took.</summary>
    public long Accepted => _counters.Accepted;

    /// <summary>Added samples that the service had already, resent ones among them.</summary>
    public long Duplicates => _counters.Duplicates;

    /// <summary>Added samples that the service rejected because they break a rule.</summary>
    public long Rejected => _counters.Rejected;

    /// <summary>Added samples that were given up.</summary>
    public long Lost => _counters.Lost;

    /// <summary>Samples sent again, counted each time.</summary>
    public long Resent => _counters.Resent;

    private IGrainFactory Grains => _grains ?? _connection!.Grains;

    /// <summary>Connects to a cluster.</summary>
    /// <param name="configure">Sets the options; null: all defaults, the cluster on this machine.</param>
    /// <param name="loggerFactory">Where the client logs; null: nowhere.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="OptionsValidationException">An option breaks its rule.</exception>
    /// <exception cref="MetricsConnectionException">No gateway answered within <see cref="MetricsClientOptions.ConnectTimeout"/>.</exception>
    public static async Task<MetricsClient> ConnectAsync(
        Action<MetricsClientOptions>? configure = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        var options = new MetricsClientOptions();
        configure?.Invoke(options);
        var client = new MetricsClient(options, TimeProvider.System, loggerFactory ?? NullLoggerFactory.Instance);
        try
        {
            await client.StartAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Delivers what is pending within <see cref="MetricsClientOptions.DisposeTimeout"/>, reports the rest as lost, and disconnects.
    /// Does not throw.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            await _disposed.Task;
            return;
        }

        try
        {
            await CloseAsync();
        }
        finally
        {
            // Others who dispose wait for this, however it ended.
            _disposed.SetResult();
        }
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await _connection!.OpenAsync(cancellationToken);
        StartPump();
    }

    private async Task CloseAsync()
    {
        await _closing.CancelAsync();
        foreach (var lane in _lanes)
        {
            lane.Complete();
        }

        if (_pump == Task.CompletedTask)
        {
            // Never connected: the lanes run once, only to report what was added.
            await _givingUp.CancelAsync();
            StartPump();
        }

        _givingUp.CancelAfter(_options.DisposeTimeout);
        await _pump;
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private void StartPump() => _pump = Task.WhenAll(_lanes.Select(lane => Task.Run(() => lane.RunAsync(_givingUp.Token))));
}
