namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>By instance, then by time, then as the samples came.</summary>
internal sealed class AppendRowOrder : IComparer<AppendRow>
{
    public static readonly AppendRowOrder Instance = new();

    public int Compare(AppendRow x, AppendRow y)
    {
        var order = x.InstanceId.CompareTo(y.InstanceId);
        order = order != 0 ? order : x.Timestamp.CompareTo(y.Timestamp);
        return order != 0 ? order : x.Index.CompareTo(y.Index);
    }
}
