namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Whether one lane gets on. Others' commits say nothing about it.</summary>
internal sealed class LaneHealth(TimeProvider time)
{
    // A deadlock or a fail-over heals by itself; what lasts longer is worth an orchestrator's attention.
    private static readonly TimeSpan TroubleAfter = TimeSpan.FromSeconds(5);

    private volatile Condition? _failure;
    private volatile Condition? _lock;

    /// <summary>Why the newest attempt failed; null where it did not.</summary>
    public string? Failure => _failure?.Reason;

    /// <summary>The same, once nothing has been committed for some seconds.</summary>
    public string? Stuck => Lasting(_failure);

    /// <summary>An attempt failed.</summary>
    public void Fail(string reason) => _failure = new(reason, _failure?.Since ?? time.GetTimestamp());

    /// <summary>An attempt came to its end; true where the one before it had failed.</summary>
    public bool Succeed()
    {
        var failed = _failure is not null;
        _failure = null;
        return failed;
    }

    /// <summary>Which instance is locked, once it has been so for some seconds, while others are committed.</summary>
    public string? Locked => Lasting(_lock);

    /// <summary>Instances are locked, or none any more.</summary>
    /// <param name="reason">Which; null: none.</param>
    /// <param name="since">Since when one of them has been.</param>
    public void Lock(string? reason, long since) => _lock = reason is null ? null : new(reason, since);

    private string? Lasting(Condition? condition) =>
        condition is not null && time.GetElapsedTime(condition.Since) > TroubleAfter ? condition.Reason : null;

    private sealed record Condition(string Reason, long Since);
}
