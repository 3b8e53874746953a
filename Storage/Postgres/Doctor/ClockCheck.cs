using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>How far this machine's clock and the server's are apart: one says what is late, the other what has expired.</summary>
internal sealed class ClockCheck : ICheck
{
    private const string Remedy = "synchronize the clocks of this machine and the server (NTP)";

    // Samples that are 5 minutes ahead are refused.
    private static readonly TimeSpan Failing = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(10);

    public string Name => "clock";

    public async Task<IReadOnlyList<Verdict>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var before = examination.Time.GetUtcNow();
        var server = await examination.ReadAsync(
            "SELECT clock_timestamp()", reader => reader.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false);
        var after = examination.Time.GetUtcNow();
        return [Judge(before, server[0], after)];
    }

    /// <summary>Judges the server's answer, which was given some time between asking and reading it.</summary>
    public static Verdict Judge(DateTimeOffset before, DateTimeOffset server, DateTimeOffset after)
    {
        var ahead = server > after ? server - after : TimeSpan.Zero;
        var behind = server < before ? before - server : TimeSpan.Zero;
        var (skew, way) = ahead > behind ? (ahead, "ahead of") : (behind, "behind");
        var text = $"the server's clock is {AgeText.Of(skew)} {way} this machine's";
        return skew switch
        {
            _ when skew >= Failing => Verdict.Fail($"{text}: samples of the present are refused or land in the wrong hour", Remedy),
            _ when skew >= Noticeable => Verdict.Warn(text, Remedy),
            _ => Verdict.Ok(skew < TimeSpan.FromSeconds(1) ? "the server's clock and this machine's agree" : text),
        };
    }
}
