using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Cli.Db.DeadLetters;

/// <summary>A dead letter as JSON: the fields of a sample as it would be pushed, with what is known of its refusal.</summary>
/// <param name="Key">Names the letter.</param>
/// <param name="RefusedAt">When it was refused the last time.</param>
/// <param name="Reason">What the database said.</param>
/// <param name="TooLate">Whether it is too old to be retried.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Timestamp">When it was measured.</param>
/// <param name="CpuUsage">CPU in percent; null where it is no number that JSON has.</param>
/// <param name="MemoryUsage">Bytes.</param>
/// <param name="MemoryLimit">Bytes.</param>
/// <param name="NetworkIn">Bytes, or a counter where there is a source.</param>
/// <param name="NetworkOut">The same.</param>
/// <param name="Source">Whose counters; null where network numbers are bytes since the previous sample.</param>
/// <param name="StartedAt">When these began at zero.</param>
internal sealed record LetterBody(
    long Key,
    DateTimeOffset RefusedAt,
    string Reason,
    bool TooLate,
    Guid InstanceId,
    DateTimeOffset Timestamp,
    double? CpuUsage,
    long MemoryUsage,
    long MemoryLimit,
    long NetworkIn,
    long NetworkOut,
    string? Source,
    DateTimeOffset? StartedAt)
{
    public static LetterBody Of(DeadLetter letter)
    {
        var (sample, counter) = letter.Sample.Pending;
        return new(
            letter.Key,
            letter.RefusedAt,
            letter.Reason,
            letter.TooLate,
            letter.Sample.InstanceId,
            sample.Timestamp,
            double.IsFinite(sample.CpuUsage) ? sample.CpuUsage : null,
            sample.MemoryUsage,
            sample.MemoryLimit,
            sample.NetworkIn,
            sample.NetworkOut,
            counter?.Source,
            counter?.StartedAt);
    }
}
