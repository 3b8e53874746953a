using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Makes one part per instance and counters, in the order in which they are first seen.</summary>
internal static class Grouping
{
    public static IReadOnlyList<Part> ToParts(IReadOnlyList<LaneItem> items)
    {
        var groups = new OrderedDictionary<(Guid InstanceId, CounterKey? Counter), PartBuilder>();
        foreach (var item in items)
        {
            Group(groups, item.InstanceId, item.Counter).Add(item);
        }

        return [.. groups.Values.Select(group => group.Build())];
    }

    /// <summary>Joins parts, so that the samples of one instance keep their order on the way: two parts of one push may overtake each other.</summary>
    public static IReadOnlyList<Part> Join(IReadOnlyList<Part> parts)
    {
        var groups = new OrderedDictionary<(Guid InstanceId, CounterKey? Counter), PartBuilder>();
        foreach (var part in parts)
        {
            Group(groups, part.InstanceId, part.Counter).Add(part);
        }

        return [.. groups.Values.Select(group => group.Build())];
    }

    private static PartBuilder Group(OrderedDictionary<(Guid InstanceId, CounterKey? Counter), PartBuilder> groups, Guid instanceId, CounterKey? counter)
    {
        if (!groups.TryGetValue((instanceId, counter), out var group))
        {
            groups.Add((instanceId, counter), group = new PartBuilder(instanceId, counter));
        }

        return group;
    }
}
