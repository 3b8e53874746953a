namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Counts what the host refuses of pushes before a grain knows of it; what grains refuse, they count themselves.</summary>
public interface IRefusals
{
    /// <summary>Counts samples that break a rule.</summary>
    /// <param name="samples">How many.</param>
    void CountRejected(int samples);

    /// <summary>Counts a push that was refused whole.</summary>
    /// <param name="fault">Why.</param>
    void CountRefusedPush(PushException fault);
}
