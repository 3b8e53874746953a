namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>The result of <c>accept</c>.</summary>
/// <param name="Store">Where samples went.</param>
/// <param name="Instances">How many instances pushed.</param>
/// <param name="Samples">How many samples of an instance went together.</param>
/// <param name="Callers">How many pushes were under way at the same time.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Routes">Each way in.</param>
internal sealed record AcceptReport(string Store, int Instances, int Samples, int Callers, int Rounds, IReadOnlyList<AcceptResult> Routes);
