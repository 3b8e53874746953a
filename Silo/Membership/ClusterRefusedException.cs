namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>This silo must not be in the cluster that it was told to join.</summary>
/// <param name="message">Why, in one line, and what to do about it.</param>
internal sealed class ClusterRefusedException(string message) : Exception(message);
