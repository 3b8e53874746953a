namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>How far a migration is; read by whoever shows it, while it goes on.</summary>
public sealed class MigrationProgress
{
    private readonly TaskCompletionSource _following = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _done;
    private long _total;
    private volatile string _stage = "looks at both databases";

    /// <summary>What it does right now.</summary>
    public string Stage => _stage;

    /// <summary>How much of that is done; rows while it copies.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>How much there is to do; 0 where that is not known.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>What is counted.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Is over when all that was there is copied, and what is added to the source is followed.</summary>
    public Task Following => _following.Task;

    internal void Follow() => _following.TrySetResult();

    internal void Begin(string stage, string unit, long total)
    {
        Volatile.Write(ref _done, 0);
        Volatile.Write(ref _total, total);
        Unit = unit;
        _stage = stage;
    }

    internal void Say(string stage) => _stage = stage;

    internal void Add(long amount) => Interlocked.Add(ref _done, amount);
}
