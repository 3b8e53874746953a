namespace LaunchStack.Metrics.Client;

/// <summary>A push got no answer in time, so what became of it is unknown. Sending it again is safe.</summary>
/// <param name="reason">What went wrong last.</param>
public sealed class UndeliveredException(string reason) : PushException($"not delivered: {reason}; what the service took of it is unknown, resending is safe");
