namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>
/// Whether rows are likely to be stored already: after a failure, whose commit may have come through; after a restart, when clients send
/// again what they had no answer to; and while duplicates keep coming. Shared by the lanes.
/// </summary>
internal sealed class AppendCaution
{
    // A COPY that meets a duplicate costs twice; a few inserts too many cost little.
    private const int Patience = 4;

    private int _left = 1;

    public bool IsCautious => Volatile.Read(ref _left) > 0;

    /// <summary>A row was stored already, or may have been.</summary>
    public void Raise() => Volatile.Write(ref _left, Patience);

    /// <summary>A cautious transaction met rows that were stored already, or none.</summary>
    public void Observe(bool duplicates)
    {
        if (duplicates)
        {
            Raise();
        }
        else if (Volatile.Read(ref _left) is > 0 and var left)
        {
            Interlocked.CompareExchange(ref _left, left - 1, left);
        }
    }
}
