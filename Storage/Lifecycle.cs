namespace LaunchStack.Metrics.Storage;

/// <summary>
/// How long rows live and when they change shape. The database keeps these values (table <c>launchstack_lifecycle</c>), so that every
/// silo and the command act on the same ones; <see cref="LifecycleRules"/> says what they must satisfy together.
/// </summary>
public sealed record Lifecycle
{
    /// <summary>How long raw rows are kept; at least. Whole chunks or partitions are dropped. Default: 30 days.</summary>
    public TimeSpan RawRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The span of time of one chunk of raw rows; holds for chunks made after a change. Timescale tiers only. Default: 1 day.</summary>
    public TimeSpan ChunkInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many days' chunks or partitions are made ahead of time, so that no push has to. Default: 2 days.</summary>
    public TimeSpan Ahead { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Chunks of raw rows are compressed when they are older. Tier Timescale only. Default: 7 days.</summary>
    public TimeSpan CompressAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How far back the refresh of hourly aggregates reaches. Default: 28 days.</summary>
    public TimeSpan RefreshWindow { get; init; } = TimeSpan.FromDays(28);

    /// <summary>The newest time that a refresh leaves alone, because rows still come. Default: 1 hour.</summary>
    public TimeSpan RefreshLag { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often aggregates are refreshed. Default: 1 hour.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long hourly aggregates are kept; at least. Default: 400 days.</summary>
    public TimeSpan HourlyRetention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Hourly aggregates are compressed when they are older. Tier Timescale only. Default: 45 days.</summary>
    public TimeSpan HourlyCompressAfter { get; init; } = TimeSpan.FromDays(45);

    /// <summary>How far back the refresh of daily aggregates reaches. Tier Timescale only. Default: 32 days.</summary>
    public TimeSpan DailyRefreshWindow { get; init; } = TimeSpan.FromDays(32);

    /// <summary>
    /// How long daily aggregates are kept; at least. Default: 3,650 days. Below tier Timescale daily is computed from hourly, and ends
    /// with <see cref="HourlyRetention"/>.
    /// </summary>
    public TimeSpan DailyRetention { get; init; } = TimeSpan.FromDays(3650);

    /// <summary>Daily aggregates are compressed when they are older. Tier Timescale only. Default: 180 days.</summary>
    public TimeSpan DailyCompressAfter { get; init; } = TimeSpan.FromDays(180);

    /// <summary>
    /// How long a change of the schema, such as dropping old rows, waits for a lock before it gives way and is tried again: what waits
    /// keeps everybody behind it waiting too. Default: 2 s.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>These values, with others in place of some.</summary>
    /// <param name="overrides">The others.</param>
    public Lifecycle With(IReadOnlyDictionary<LifecycleValue, TimeSpan> overrides) =>
        overrides.Aggregate(this, (lifecycle, item) => item.Key.With(lifecycle, item.Value));
}
