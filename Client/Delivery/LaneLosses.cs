namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>What a lane lost since the previous flush: how many, and the first of them.</summary>
internal sealed record LaneLosses(long Count, IReadOnlyList<LostSample> First)
{
    private const int Kept = 100;

    public static LaneLosses None { get; } = new(0, []);

    public LaneLosses Add(IReadOnlyList<LostSample> lost) =>
        new(Count + lost.Count, First.Count >= Kept ? First : [.. First, .. lost.Take(Kept - First.Count)]);
}
