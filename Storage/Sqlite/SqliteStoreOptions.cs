namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>How the store keeps its file.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>What to change of the file's <see cref="Lifecycle"/>; what is not named stays as it is there. Default: nothing.</summary>
    public IReadOnlyDictionary<LifecycleValue, TimeSpan> Lifecycle { get; init; } = new Dictionary<LifecycleValue, TimeSpan>();

    /// <summary>How old a sample may be when it is accepted; null where none is accepted. Default: null.</summary>
    public TimeSpan? AcceptLate { get; init; }

    /// <summary>How long one query may take. Default: 10 s.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
