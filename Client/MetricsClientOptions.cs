using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

/// <summary>How a <see cref="MetricsClient"/> connects, batches and resends.</summary>
public sealed class MetricsClientOptions
{
    /// <summary>The gateway's port where an address does not name one: 30000.</summary>
    public const int DefaultGatewayPort = 30_000;

    /// <summary>
    /// Addresses of gateways, each <c>host:port</c>; a host with several addresses stands for several gateways. One answering
    /// is enough to connect; more spread the load and outlive the loss of one. Default: <c>localhost:30000</c>. Not used
    /// when <see cref="Database"/> is set.
    /// </summary>
    public IReadOnlyList<string> Gateways { get; set; } = ["localhost:30000"];

    /// <summary>
    /// The cluster's PostgreSQL database, as a <c>postgresql://</c> URL or an Npgsql connection string: gateways are then found
    /// through the membership table, also those that join later. Costs a connection to the database now and then.
    /// Default: null, which means <see cref="Gateways"/>.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>The cluster's <c>Cluster:ClusterId</c>; another cluster's gateways refuse the connection. Default: <c>launchstack</c>.</summary>
    public string ClusterId { get; set; } = "launchstack";

    /// <summary>The cluster's <c>Cluster:ServiceId</c>. Default: <c>launchstack</c>.</summary>
    public string ServiceId { get; set; } = "launchstack";

    /// <summary>
    /// How long connecting is tried again before it fails. Zero: one attempt. Longer rides out a cluster that is
    /// still starting, and keeps the app waiting. Default: 10 seconds.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one call waits for its answer; a push is then resent, a query fails. More than the service's
    /// <c>Metrics:DurableTimeout</c>, or durable pushes give up before the service does. Zero is not allowed. Default: 15 seconds.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The most samples one background push carries, 1 to <see cref="PushLimits.MaxSamples"/>. Larger costs fewer calls,
    /// and more is resent when one fails. Default: 1,000.
    /// </summary>
    public int BatchSize { get; set; } = 1_000;

    /// <summary>
    /// How long an added sample may wait for others before it is pushed. Zero: it is pushed as soon as a lane is free.
    /// Longer makes fewer and larger pushes, and more is lost with the app. Default: 1 second.
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The most samples that are added and not yet acknowledged, about 100 bytes each. At the bound <c>AddAsync</c> waits and
    /// <c>TryAdd</c> refuses; nothing is dropped. Zero is not allowed. Larger outlives longer outages, and takes memory.
    /// Default: 100,000.
    /// </summary>
    public int MaxPending { get; set; } = 100_000;

    /// <summary>
    /// How many background pushes may be under way at the same time, 1 to 64. An instance always takes the same lane, so that its
    /// samples arrive in the order they were added. More hides a slow network, and makes smaller batches. Default: 4.
    /// </summary>
    public int Lanes { get; set; } = 4;

    /// <summary>
    /// What a push waits for. <see cref="Metrics.Models.Acknowledgement.Accepted"/> is fast, and a crash of a silo
    /// loses what it has not flushed; with <see cref="Metrics.Models.Acknowledgement.Durable"/> the client keeps samples until they are committed.
    /// Default: <see cref="Metrics.Models.Acknowledgement.Accepted"/>.
    /// </summary>
    public Acknowledgement Acknowledgement { get; set; } = Acknowledgement.Accepted;

    /// <summary>
    /// How long added samples are sent again after the first failure before they are given up and reported as lost.
    /// Zero: sent once. <see cref="Timeout.InfiniteTimeSpan"/>: as long as the client lives, so that an outage fills
    /// <see cref="MaxPending"/> and then slows the app, and loses nothing. Resending never stores a sample twice.
    /// Default: <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan ResendFor { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// The same for <c>PushAsync</c>, whose caller waits. Zero: sent once. <see cref="Timeout.InfiniteTimeSpan"/>: until it is cancelled.
    /// Default: 30 seconds.
    /// </summary>
    public TimeSpan PushTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The wait before the first resend; it doubles, with jitter, up to <see cref="MaxResendDelay"/>. A service that says when to come
    /// back is obeyed instead. Zero is not allowed. Default: 200 milliseconds.
    /// </summary>
    public TimeSpan ResendDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two resends; at least <see cref="ResendDelay"/>. Longer spares a struggling service, and recovers later. Default: 10 seconds.</summary>
    public TimeSpan MaxResendDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long <see cref="MetricsClient.DisposeAsync"/> tries to deliver what is pending; the rest is reported as lost. Zero: not at all.
    /// Default: 10 seconds.
    /// </summary>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Called with added samples that will not be stored: rejected ones, and those given up. They are logged and counted
    /// as well. Called in the background, one call at a time in each lane; must not throw and should return quickly. Default: none.
    /// </summary>
    public Action<IReadOnlyList<LostSample>>? OnLost { get; set; }
}
