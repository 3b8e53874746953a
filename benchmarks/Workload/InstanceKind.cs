namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>
/// How a kind of instance behaves, as numbers that a trace of real processes gave (README.md). It wakes up by a timer, is asked by
/// health checks, and serves requests whose rate swings and comes in bursts; CPU, network and memory follow from these.
/// </summary>
internal sealed record InstanceKind(string Name, double Share)
{
    /// <summary>Seconds between two wake-ups by the runtime's own timers.</summary>
    public required double WakePeriod { get; init; }

    /// <summary>CPU of one wake-up, microseconds.</summary>
    public required double WakeCost { get; init; }

    /// <summary>Seconds between two health checks; 0: none.</summary>
    public double CheckPeriod { get; init; }

    /// <summary>Requests per second while it is busy.</summary>
    public double RequestRate { get; init; }

    /// <summary>How far the rate swings around its mean, as the standard deviation of its logarithm.</summary>
    public double RateSwing { get; init; }

    /// <summary>Seconds after which the rate has forgotten where it was.</summary>
    public double RateMemory { get; init; } = 600;

    /// <summary>Seconds that a burst lasts on average; 0: always busy.</summary>
    public double BurstLength { get; init; }

    /// <summary>Seconds of rest between two bursts on average.</summary>
    public double BurstPause { get; init; }

    /// <summary>CPU of one request, microseconds.</summary>
    public double RequestCost { get; init; } = 300;

    /// <summary>Bytes in of one request.</summary>
    public int RequestIn { get; init; } = 460;

    /// <summary>Bytes out of one request, at least.</summary>
    public int RequestOut { get; init; } = 470;

    /// <summary>What an answer may have on top, bytes.</summary>
    public int RequestOutSpread { get; init; }

    /// <summary>Pages of memory that one request takes until the garbage collector comes.</summary>
    public double PagesPerRequest { get; init; }

    /// <summary>Of the pages taken, the share that a collection gives back.</summary>
    public double Collected { get; init; } = 0.9;
}
