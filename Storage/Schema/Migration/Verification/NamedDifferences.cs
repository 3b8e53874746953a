namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The first differences of a kind; the rest are only counted, elsewhere.</summary>
/// <typeparam name="T">What a difference is.</typeparam>
/// <param name="most">How many are kept.</param>
internal sealed class NamedDifferences<T>(int most)
{
    private readonly List<T> _named = [];

    public IReadOnlyList<T> Named => _named;

    public bool IsFull => _named.Count >= most;

    public void Add(T difference)
    {
        if (!IsFull)
        {
            _named.Add(difference);
        }
    }
}
