using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Configuration;

/// <summary>Options under <c>Metrics:</c> that grains and the writer use.</summary>
public class MetricsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Metrics";

    /// <summary>How far ahead of the service's clock a sample may be: 5 minutes.</summary>
    public static readonly TimeSpan AcceptAhead = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long samples wait in memory before they are flushed; each grain varies it by up to 20 % either way, and up to a tenth of a second is added, so that those of many go together.
    /// Longer means fewer, larger transactions and more to lose with the process. Default: 5 s. Range: 100 ms to 10 minutes.
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many samples a grain buffers before it flushes without waiting for the timer.
    /// Default: 1,000. Range: 1 to 10,000.
    /// </summary>
    public int FlushSize { get; set; } = 1_000;

    /// <summary>
    /// How many samples of one instance may be accepted and not yet durable; beyond it a push is refused with a retry-after.
    /// Default: 20,000. Range: 10,000 (one push of the largest size) to 1,000,000.
    /// </summary>
    public int InstanceTailCapacity { get; set; } = 20_000;

    /// <summary>
    /// How many samples of all instances of one silo may be accepted and not yet durable; beyond it pushes are refused with a
    /// retry-after. Default: 2,000,000. Range: 10,000 to 100,000,000.
    /// </summary>
    public int TailCapacity { get; set; } = 2_000_000;

    /// <summary>
    /// How many bytes of memory the samples of one instance that are not yet durable may take, about 130 each and 200 for each push;
    /// beyond it a push is refused with a retry-after. Default: 8 MiB. Range: 4 MiB to 1 GiB.
    /// </summary>
    public long InstanceTailBytes { get; set; } = 8L << 20;

    /// <summary>
    /// The same for all instances of one silo, and 600 bytes for each instance that has any. Never more than a quarter of the memory that the
    /// process may have. Default: 512 MiB. Range: 16 MiB to 64 GiB.
    /// </summary>
    public long TailBytes { get; set; } = 512L << 20;

    /// <summary>
    /// Whether a first sample registers its instance; off, pushes to unknown instances are refused. Always off where the
    /// <c>instances</c> table belongs to somebody else. Default: true.
    /// </summary>
    public bool AutoRegisterInstances { get; set; } = true;

    /// <summary>
    /// Whether a starting silo creates or upgrades the database's schema; off, a missing schema stops the start. Default: true.
    /// </summary>
    public bool ApplySchema { get; set; } = true;

    /// <summary>
    /// How long a durable push waits for its commit before it answers "unknown, resending is safe".
    /// Default: 10 s. Range: 100 ms to 25 s (Orleans gives up a call after 30 s).
    /// </summary>
    public TimeSpan DurableTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How old a sample may be. Default: 27 days. Range: 1 minute to 3,649 days, and an hour less than the database's refresh window
    /// (28 days), so that a late sample is in the hourly aggregate for good.
    /// </summary>
    public TimeSpan AcceptLate { get; set; } = TimeSpan.FromDays(27);

    /// <summary>
    /// What CPU usage is rounded to, in percent, when a sample is accepted: a power of two, so that the rounded value is exact. Coarser
    /// values compress better: 1/128 (0.0078125) takes about a third off a compressed row. Default: 0, which stores every value as it came.
    /// Range: 1/1024 to 1.
    /// </summary>
    public double CpuResolution { get; set; }

    /// <summary>
    /// How many connections the writer commits through; one instance always takes the same. The embedded database has one whatever is set.
    /// Default: 2. Range: 1 to 8.
    /// </summary>
    public int WriterLanes { get; set; } = 2;

    /// <summary>
    /// The most rows that are gathered for a transaction; where the database needs more than a second for so many, fewer are. Larger means
    /// fewer commits and longer ones, and about 300 bytes of memory a row. Default: 50,000. Range: 1 to 100,000.
    /// </summary>
    public int WriterBatchSize { get; set; } = 50_000;

    /// <summary>
    /// How many bytes of accepted samples end the gathering of a transaction, whatever their number. Never more than a 32nd of the memory
    /// that the process may have. Default: 16 MiB. Range: 64 KiB to 1 GiB.
    /// </summary>
    public long WriterBatchBytes { get; set; } = 16L << 20;

    /// <summary>
    /// How long the writer gathers more batches for a transaction after the first. It is part of every durable push's latency.
    /// Default: 10 ms. Zero: no waiting. Range: 0 to 1 s.
    /// </summary>
    public TimeSpan WriterLinger { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// How long an answer of the database is kept at the most. What this service writes is seen at once all the same; what others write into its
    /// tables, after so long. Default: 30 s. Zero: nothing is kept. Range: 0 to 10 minutes.
    /// </summary>
    public TimeSpan CacheMaxAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many bytes of memory kept answers may take. Never more than a 16th of the memory that the process may have. Default: 64 MiB.
    /// Range: 1 MiB to 16 GiB.
    /// </summary>
    public long CacheBytes { get; set; } = 64L << 20;

    /// <summary>
    /// How many queries of this silo may be in the database at once; those that read much, a third of it. The others wait. There are two more
    /// connections than that for changes of instances and maintenance, and what ingest asks has its own. Default: 6. Range: 1 to 100.
    /// </summary>
    public int QueryConcurrency { get; set; } = 6;

    /// <summary>How many queries may wait for their turn; beyond it they are refused with a retry-after. Default: 1,000. Range: 0 to 100,000.</summary>
    public int QueryQueue { get; set; } = 1_000;

    /// <summary>
    /// How long one statement of a query may take in the database, which ends it then; who asked is told to ask for less. Default: 10 s. Range: 100 ms to 25 s
    /// (Orleans gives up a call after 30 s).
    /// </summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a stopping silo may take to commit what it has accepted; what is left then is lost and said so. All else of a stop takes up to 36 s more.
    /// Default: 30 s. Range: 1 s to 10 minutes.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The rules above, each as the one line that a user reads; empty when all hold.</summary>
    public virtual IEnumerable<string> Validate()
    {
        yield return OptionRule.Range(nameof(FlushInterval), FlushInterval, InstanceSettings.MinFlushInterval, InstanceSettings.MaxFlushInterval);
        yield return OptionRule.Range(nameof(FlushSize), FlushSize, 1, PushLimits.MaxSamples);
        yield return OptionRule.Range(nameof(InstanceTailCapacity), InstanceTailCapacity, PushLimits.MaxSamples, 1_000_000);
        yield return OptionRule.Range(nameof(TailCapacity), TailCapacity, PushLimits.MaxSamples, 100_000_000);
        yield return OptionRule.Range(nameof(InstanceTailBytes), InstanceTailBytes, 4L << 20, 1L << 30);
        yield return OptionRule.Range(nameof(TailBytes), TailBytes, 16L << 20, 64L << 30);
        yield return OptionRule.Range(nameof(DurableTimeout), DurableTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(25));
        yield return OptionRule.Range(nameof(AcceptLate), AcceptLate, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3649));
        yield return OptionRule.PowerOfTwo(nameof(CpuResolution), CpuResolution, 1d / 1024, 1);
        yield return OptionRule.Range(nameof(WriterLanes), WriterLanes, 1, 8);
        yield return OptionRule.Range(nameof(WriterBatchSize), WriterBatchSize, 1, 100_000);
        yield return OptionRule.Range(nameof(WriterBatchBytes), WriterBatchBytes, 64L << 10, 1L << 30);
        yield return OptionRule.Range(nameof(WriterLinger), WriterLinger, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        yield return OptionRule.Range(nameof(CacheMaxAge), CacheMaxAge, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        yield return OptionRule.Range(nameof(CacheBytes), CacheBytes, 1L << 20, 16L << 30);
        yield return OptionRule.Range(nameof(QueryConcurrency), QueryConcurrency, 1, 100);
        yield return OptionRule.Range(nameof(QueryQueue), QueryQueue, 0, 100_000);
        yield return OptionRule.Range(nameof(QueryTimeout), QueryTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(25));
        yield return OptionRule.Range(nameof(StopTimeout), StopTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
    }
}
