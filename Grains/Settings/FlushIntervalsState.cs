namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>What <see cref="FlushIntervalsGrain"/> keeps.</summary>
[GenerateSerializer, Alias("launchstack.FlushIntervalsState")]
internal sealed class FlushIntervalsState
{
    [Id(0)]
    public long Version { get; set; }

    [Id(1)]
    public Dictionary<Guid, TimeSpan> Intervals { get; set; } = [];
}
