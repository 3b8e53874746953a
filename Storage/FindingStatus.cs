namespace LaunchStack.Metrics.Storage;

/// <summary>How bad a <see cref="Finding"/> is.</summary>
public enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, and will not for long, or not as well as it could; or could not be looked at.</summary>
    Warn,

    /// <summary>Broken: samples are or will be lost, refused or answered wrongly.</summary>
    Fail,
}
