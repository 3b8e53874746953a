namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Whether accepted samples get committed.</summary>
public interface IWriterHealth
{
    /// <summary>Why nothing, or nothing of a lane, can be committed, when that has been so for some seconds; null while all is well.</summary>
    string? Trouble { get; }
}
