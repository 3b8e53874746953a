using LaunchStack.Metrics.Client.Connection;
using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Client.Spill;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Client;

/// <summary>
/// Pushes and reads instances' resource usage. Samples that are added are batched and pushed in the background, kept until they are
/// durable, and sent again where a silo, a gateway or an answer was lost. Make one client for the whole app and dispose it at the end; all members may be used by any number of threads.
/// </summary>
public sealed partial class MetricsClient : IAsyncDisposable
{
    private readonly MetricsClientOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ClusterConnection? _connection;
    private readonly IGrainFactory? _grains;
    private readonly ClientInstruments _instruments;
    private readonly DeliveryCounters _counters;
    private readonly Pusher _pusher;
    private readonly Room _room;
    private readonly Room _disk;
    private readonly SpillQueue? _spill;
    private readonly Lane[] _lanes;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _fed = new();
    private Task _connecting = Task.CompletedTask;
    private Task _pump = Task.CompletedTask;
    private Task _feeding = Task.CompletedTask;
    private Task _confirming = Task.CompletedTask;
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
        _logger = new QuietLogger(logger ?? NullLogger<MetricsClient>.Instance);
        _room = new Room(options.MaxPending, options.MaxPendingBytes);
        _disk = new Room(long.MaxValue, options.SpillMaxBytes);
        _instruments = new ClientInstruments(this, timeProvider);
        _counters = new DeliveryCounters(_instruments);
        _pusher = new Pusher(() => Grains, options, timeProvider, _counters, _instruments, _logger);

        // Clients of one app's many processes must not all take the same gateway.
        _nextKey = Random.Shared.Next();
        _lanes =
        [
            .. Enumerable.Range(0, options.Lanes)
                .Select(lane => new Lane(_nextKey + lane, options, _pusher, _room, _counters, timeProvider, _logger)),
        ];
        if (options.SpillDirectory is { } directory)
        {
            _spill = new SpillQueue(
                new SpillJournal(directory, options.SpillMaxBytes, _disk, _logger),
                _disk,
                _room,
                item => LaneOf(item.InstanceId).TryWrite(item),
                timeProvider,
                _logger);
        }
    }

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
    /// Makes a client that connects in the background, however long that takes: samples may be added at once, and are pushed when a gateway
    /// answers. For agents that start before the cluster does, with <see cref="MetricsClientOptions.SpillDirectory"/>.
    /// </summary>
    /// <param name="configure">Sets the options; null: all defaults, the cluster on this machine.</param>
    /// <param name="loggerFactory">Where the client logs; null: nowhere.</param>
    /// <exception cref="OptionsValidationException">An option breaks its rule.</exception>
    /// <exception cref="SpillException">The spill directory cannot be used.</exception>
    public static MetricsClient Open(Action<MetricsClientOptions>? configure = null, ILoggerFactory? loggerFactory = null)
    {
        var options = new MetricsClientOptions();
        configure?.Invoke(options);
        var client = new MetricsClient(options, TimeProvider.System, loggerFactory ?? NullLoggerFactory.Instance);
        client._connecting = Task.Run(client.ConnectUntilDoneAsync);
        return client;
    }

    /// <summary>
    /// Delivers what is pending and waits until it is durable, both within <see cref="MetricsClientOptions.DisposeTimeout"/>, and disconnects.
    /// What could not be delivered is reported as lost, or stays in <see cref="MetricsClientOptions.SpillDirectory"/> for the next client. What was
    /// accepted and is not known to be durable is logged, and stays in <see cref="State"/>. Does not throw.
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
        (_spill is null ? _room : _disk).Close();
        _spill?.Close();
        _givingUp.CancelAfter(Pending == 0 && Unconfirmed == 0 ? TimeSpan.Zero : _options.DisposeTimeout);
        await _connecting;
        if (_pump == Task.CompletedTask)
        {
            // Never connected: the lanes run once, only to report what was added.
            await _givingUp.CancelAsync();
            StartPump();
        }

        await FinishAsync();
        await Task.WhenAll(_lanes.Select(lane => lane.DisposeAsync().AsTask()));
        Report();
        _spill?.Dispose();
        _instruments.Dispose();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task ConnectUntilDoneAsync()
    {
        while (!_givingUp.IsCancellationRequested)
        {
            try
            {
                await StartAsync(_givingUp.Token);
                return;
            }
            catch (MetricsConnectionException exception)
            {
                LogNotConnected(exception.Message);
                await Task.Delay(_options.MaxResendDelay, _timeProvider, _givingUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (_givingUp.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Lets everything end in the order in which samples move on, none of it later than <see cref="_givingUp"/>.</summary>
    private async Task FinishAsync()
    {
        if (_spill is not null)
        {
            await Task.WhenAny(_spill.WhenFedAsync(), _feeding);
            await _fed.CancelAsync();
            await _feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Array.ForEach(_lanes, lane => lane.Pushes.Complete());
        await _pump;
        await Task.WhenAll(_lanes.Select(lane => lane.Confirmation.SettleAsync(_givingUp.Token, _givingUp.Token)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _givingUp.CancelAsync();
        await _confirming;
    }

    private void Report()
    {
        var state = State;
        if (state.Unconfirmed > 0)
        {
            LogUnconfirmed(state.Unconfirmed);
        }

        if (state.SpilledBytes > 0 && state.Pending + state.Unconfirmed > 0)
        {
            LogLeft(state.Pending + state.Unconfirmed, _options.SpillDirectory);
        }
    }

    private void StartPump()
    {
        _feeding = _spill is null ? Task.CompletedTask : Task.Run(FeedAsync);
        _confirming = Task.WhenAll(_lanes.Select(lane => Task.Run(() => lane.Confirmation.RunAsync(_givingUp.Token))));
        _pump = Task.WhenAll(_lanes.Select(lane => Task.Run(() => lane.Pushes.RunAsync(_givingUp.Token))));
    }

    private async Task FeedAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_fed.Token, _givingUp.Token);
        await _spill!.RunAsync(stop.Token);
    }

    private PushLane LaneOf(Guid instanceId) => _lanes[(uint)instanceId.GetHashCode() % (uint)_lanes.Length].Pushes;

    [LoggerMessage(3010, LogLevel.Warning, "Not connected yet: {Reason}")]
    private partial void LogNotConnected(string reason);

    [LoggerMessage(3008, LogLevel.Warning, "{Samples} samples were accepted, and are not known to be durable; they are lost only if their silo dies before it flushes them")]
    private partial void LogUnconfirmed(long samples);

    [LoggerMessage(3009, LogLevel.Warning, "{Samples} samples stay in {Directory} and are sent by the next client that uses it")]
    private partial void LogLeft(long samples, string? directory);
}
