namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What the hours of a day and instance add up to.</summary>
/// <param name="first">One of them; null: of none.</param>
internal sealed class GroupSums(HourKey? first = null)
{
    public GroupKey? Key { get; } = first is { } hour ? new GroupKey(hour.Day, hour.InstanceId) : null;

    public UsageMeasures Source { get; private set; }

    public UsageMeasures Target { get; private set; }

    /// <summary>Rows of the source that the target has dropped, and whose hours say what they said.</summary>
    public long Expired { get; private set; }

    /// <summary>Whether both sides hold the same in every hour.</summary>
    public bool IsEqual { get; private set; } = true;

    /// <summary>Whether neither side has a row.</summary>
    public bool IsEmpty => Source.Rows == 0 && Target.Rows == 0;

    /// <summary>Whether an hour is one of them.</summary>
    public bool Covers(HourKey hour) => Key is { } key && key.InstanceId == hour.InstanceId && key.Day == hour.Day;

    /// <summary>Adds an hour of which the target has dropped the rows.</summary>
    public void AddExpired(UsageMeasures source)
    {
        Source = Source.With(source);
        Expired += source.Rows;
    }

    /// <summary>Adds an hour, and says whether both sides hold the same in it.</summary>
    public bool Add(UsageMeasures source, UsageMeasures target, long wrongIds)
    {
        Source = Source.With(source);
        Target = Target.With(target);
        var isSame = source.Matches(target);
        IsEqual &= isSame && wrongIds == 0;
        return isSame;
    }
}
