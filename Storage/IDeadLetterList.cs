namespace LaunchStack.Metrics.Storage;

/// <summary>Reads dead letters.</summary>
public interface IDeadLetterList
{
    /// <summary>Dead letters by ascending key.</summary>
    /// <param name="selection">Which ones.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="after">The key after which to start; null: at the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(
        DeadLetterSelection selection, int limit, long? after, CancellationToken cancellationToken);

    /// <summary>How many dead letters there are.</summary>
    /// <param name="selection">Which ones.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<long> CountDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken);
}
