namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>
/// Stretches of samples of one instance, sorted by instance and time: samples come in such stretches, and sorting a few of them costs
/// nothing beside sorting samples.
/// </summary>
internal sealed class AppendRuns
{
    private readonly List<AppendRun> _runs = [];

    public AppendRuns(IReadOnlyList<AppendSample> samples)
    {
        for (var index = 0; index < samples.Count;)
        {
            var first = index;
            var instanceId = samples[first].InstanceId;
            while (++index < samples.Count && samples[index].InstanceId == instanceId)
            {
            }

            Instances.Add(instanceId);
            _runs.Add(new AppendRun(instanceId, first, index - first));
        }

        _runs.Sort((left, right) =>
        {
            var order = left.InstanceId.CompareTo(right.InstanceId);
            order = order != 0 ? order : samples[left.First].Pending.Sample.Timestamp.CompareTo(samples[right.First].Pending.Sample.Timestamp);
            return order != 0 ? order : left.First.CompareTo(right.First);
        });
    }

    public HashSet<Guid> Instances { get; } = [];

    public IReadOnlyList<AppendRun> Sorted => _runs;
}
