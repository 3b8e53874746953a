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
    /// How long one call waits for its answer; a push is then resent, a query fails. At least three seconds more than the service's
    /// <c>Metrics:DurableTimeout</c>, or durable pushes give up before the service does. Calls that were under way by a gateway that is lost wait as long. Zero is
    /// not allowed. Default: 13 seconds.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(13);

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
    /// The most samples that are added and not yet let go of: those that wait, are under way, or are accepted and not known to be durable. At the
    /// bound <c>AddAsync</c> waits and <c>TryAdd</c> refuses; nothing is dropped. Zero is not allowed. It holds what is added within the
    /// service's flush interval and more: larger outlives longer outages, and takes memory. Default: 500,000.
    /// </summary>
    public int MaxPending { get; set; } = 500_000;

    /// <summary>
    /// The same in bytes of memory: a sample added by itself counts as 504 bytes, a batch as 448 and 56 for each of its samples. Zero is not
    /// allowed. Default: 64 MiB, which is 133,000 single samples.
    /// </summary>
    public long MaxPendingBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How many background pushes may be under way at the same time, 1 to 64. An instance always takes the same lane, so that its
    /// samples arrive in the order they were added. More hides a slow network, and makes smaller batches. Default: 4.
    /// </summary>
    public int Lanes { get; set; } = 4;

    /// <summary>
    /// What a push waits for. With <see cref="Metrics.Models.Acknowledgement.Accepted"/> it is fast, and added samples are kept after it until the
    /// service tells that they are committed. With <see cref="Metrics.Models.Acknowledgement.Durable"/> it waits for the commit itself: samples
    /// are let go of earlier, and the service commits more and smaller batches. Either way, added samples outlive a crash of a silo.
    /// Default: <see cref="Metrics.Models.Acknowledgement.Accepted"/>.
    /// </summary>
    public Acknowledgement Acknowledgement { get; set; } = Acknowledgement.Accepted;

    /// <summary>
    /// How long an accepted sample may be kept before the service is asked whether it is durable. A receipt of the same instance usually tells
    /// earlier, for free; a question costs about as much as a push of one sample. A little more than the service's
    /// <c>Metrics:FlushInterval</c> is best. Shorter notices the death of a silo earlier where an instance pushes rarely. Zero is not
    /// allowed. Default: 7 seconds.
    /// </summary>
    public TimeSpan ConfirmInterval { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>
    /// How long an accepted sample may stay unconfirmed before the service is told to flush its instance, which overrides longer flush intervals
    /// of single instances. If no silo answers for an instance for so long, its samples are sent again. A silo that answers "not yet" is
    /// waited for without an end: sending again would only burden a database that is slow or away. A silo that died is not waited for: as soon as another answers for the
    /// instance, what is kept is sent again. At least <see cref="ConfirmInterval"/>. Default: 30 seconds.
    /// </summary>
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromSeconds(30);

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
    /// How long <see cref="MetricsClient.DisposeAsync"/> tries to deliver what is pending and to have it durable. What is not delivered then is
    /// reported as lost, or left in <see cref="SpillDirectory"/>. Zero: not at all.
    /// Default: 10 seconds.
    /// </summary>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A directory of this client's own to which every added sample is written before it is taken, and from which a client that is started later sends what was
    /// not known to be durable. It is created; one that another process uses, or that cannot be written, stops the start. <c>AddAsync</c> and
    /// <c>TryAdd</c> return when the operating system has the sample: it outlives the process, however that ends, and not the loss of
    /// the machine's power. Samples that do not fit in memory stay on disk only until they do. Default: null, which means memory alone.
    /// </summary>
    public string? SpillDirectory { get; set; }

    /// <summary>
    /// The most bytes that <see cref="SpillDirectory"/> may take; a sample added by itself takes 85 and its source, one in a batch 48. At
    /// the bound <c>AddAsync</c> waits and <c>TryAdd</c> refuses. Space comes back in files of an eighth of it, and 16 MiB at the most,
    /// when everything in one is durable. At least 4 MiB. Default: 256 MiB.
    /// </summary>
    public long SpillMaxBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// Called with added samples that will not be stored: rejected ones, and those given up. They are logged and counted
    /// as well. Called in the background, one call at a time in each lane; must not throw and should return quickly. Default: none.
    /// </summary>
    public Action<IReadOnlyList<LostSample>>? OnLost { get; set; }
}
