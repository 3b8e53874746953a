using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Silo.Api.Formats;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Makes answers about ranges of time, each with how long its range has been over.</summary>
internal sealed class RangeAnswers(IOptions<MetricsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LeastWidth = TimeSpan.FromMinutes(1);

    /// <summary>An answer whose last bucket may end after what was asked for; and samples take a moment to come.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="to">Where its range ends.</param>
    /// <param name="width">How wide its buckets are; zero where it has none.</param>
    public RangeAnswer Of(IAnswerBody body, DateTimeOffset to, TimeSpan width = default) => new(body, AgeOf(to, width), options.Value.AcceptLate);

    /// <summary>An answer that has something in it besides samples, which may change whenever it likes.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="to">Where its range ends.</param>
    public RangeAnswer OfChanging(IAnswerBody body, DateTimeOffset to) => new(body, AgeOf(to, TimeSpan.Zero), TimeSpan.MaxValue);

    private TimeSpan AgeOf(DateTimeOffset to, TimeSpan width) => time.GetUtcNow() - to - (width > LeastWidth ? width : LeastWidth);
}
