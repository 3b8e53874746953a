namespace LaunchStack.Metrics.Storage;

/// <summary>What became of a sample that was to be committed.</summary>
public enum AppendOutcome : byte
{
    /// <summary>Committed now.</summary>
    Stored,

    /// <summary>The store had this instance's sample of this timestamp already; that one stays.</summary>
    Duplicate,

    /// <summary>The instance is not registered; nothing of it was committed.</summary>
    UnknownInstance,

    /// <summary>Another instance's row, stored or of the same call, has the same id and timestamp; this sample was not committed.</summary>
    IdConflict,

    /// <summary>The database refused the sample itself, whatever was committed with it. Stores throw; who isolates the culprit sets this.</summary>
    Refused,

    /// <summary>Somebody else's transaction has locked the instance; nothing of it was committed, and may be once that has ended.</summary>
    Locked,
}
