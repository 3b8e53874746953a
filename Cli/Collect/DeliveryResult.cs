namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>What became of the readings that were to be delivered.</summary>
/// <param name="Accepted">Readings that the service took, or had already.</param>
/// <param name="Rejected">Readings that it will never take, and those given up for want of room.</param>
/// <param name="Waiting">Readings to be sent again with the next ones.</param>
/// <param name="Problems">What went wrong, a line each.</param>
internal sealed record DeliveryResult(int Accepted, int Rejected, int Waiting, IReadOnlyList<string> Problems);
