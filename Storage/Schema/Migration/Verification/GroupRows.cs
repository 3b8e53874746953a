namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What is kept of a day and instance until all of its rows were seen: the source's values, and rows that only the target has.</summary>
internal sealed class GroupRows
{
    private readonly Dictionary<UsageValues, DateTimeOffset> _values = [];
    private readonly List<TargetRow> _onlyInTarget = [];

    public IReadOnlyList<TargetRow> OnlyInTarget => _onlyInTarget;

    public void Add(DateTimeOffset timestamp, UsageValues values)
    {
        if (values.AreTelling)
        {
            _values.TryAdd(values, timestamp);
        }
    }

    public void AddOnlyInTarget(TargetRow row) => _onlyInTarget.Add(row);

    /// <summary>When the source has a row with these very values; null: never that day.</summary>
    public DateTimeOffset? OriginalOf(UsageValues values) => _values.TryGetValue(values, out var timestamp) ? timestamp : null;

    public void Clear()
    {
        _values.Clear();
        _onlyInTarget.Clear();
    }
}
