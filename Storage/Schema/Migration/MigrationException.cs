namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>The migration cannot be done, or not go on, for a reason that an operator can mend.</summary>
/// <param name="message">What happened, in one line without secrets.</param>
public sealed class MigrationException(string message) : Exception(message)
{
    /// <summary>Whether the source has no table of the name that was given.</summary>
    internal bool IsMissingTable { get; init; }
}
