using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>The result of <c>reads</c>.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Instances">How many instances had raw rows.</param>
/// <param name="Asked">How many of them had a month of samples, and were asked about.</param>
/// <param name="Shape">How often.</param>
/// <param name="Load">What was written beside; null: nothing.</param>
/// <param name="WrittenPerS">Rows per second that became durable meanwhile: the median of the rounds.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Questions">Each question.</param>
internal sealed record ReadsReport(
    string Server, int Instances, int Asked, ReadsShape Shape, LoadShape? Load, double WrittenPerS, int Rounds, IReadOnlyList<ReadResult> Questions);
