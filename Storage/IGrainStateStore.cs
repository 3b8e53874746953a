namespace LaunchStack.Metrics.Storage;

/// <summary>Small keyed documents with optimistic concurrency: grain state beside the samples, where Orleans has no provider of its own.</summary>
public interface IGrainStateStore
{
    /// <summary>Reads a document; null when there is none.</summary>
    /// <param name="name">The state's name.</param>
    /// <param name="key">The grain's identity.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<GrainStateDocument?> ReadAsync(string name, string key, CancellationToken cancellationToken);

    /// <summary>Writes a document and returns its new version; null when the stored version is not the expected one.</summary>
    /// <param name="name">The state's name.</param>
    /// <param name="key">The grain's identity.</param>
    /// <param name="payload">The document.</param>
    /// <param name="expectedVersion">The version read before; null when there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<long?> WriteAsync(string name, string key, byte[] payload, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Removes a document; false when the stored version is not the expected one.</summary>
    /// <param name="name">The state's name.</param>
    /// <param name="key">The grain's identity.</param>
    /// <param name="expectedVersion">The version read before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<bool> ClearAsync(string name, string key, long expectedVersion, CancellationToken cancellationToken);
}
