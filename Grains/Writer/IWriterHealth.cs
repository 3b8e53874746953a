namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Whether accepted samples get committed.</summary>
public interface IWriterHealth
{
    /// <summary>Why samples are not committed, of all instances, of a lane or of one instance, when that has been so for some seconds; null while all is well.</summary>
    string? Trouble { get; }

    /// <summary>The same where it is more than single instances that somebody has locked: all of a lane waits.</summary>
    string? Stuck { get; }
}
