namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>Why nothing more comes.</summary>
/// <param name="Reason">The reason.</param>
internal sealed record LiveEnd(string Reason)
{
    /// <summary>The instance was deleted.</summary>
    public static LiveEnd Deleted { get; } = new("deleted");
}
