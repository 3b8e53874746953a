namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>The tails of all instances of one silo, so that who asks about all of them asks each silo once. Its key is the silo's address.</summary>
[Alias("launchstack.ISiloTailGrain")]
internal interface ISiloTailGrain : IGrainWithStringKey
{
    /// <summary>The silo's tails that have a sample within a range of time; where they have readings, all of their samples.</summary>
    /// <param name="from">The oldest moment.</param>
    /// <param name="to">Samples of this moment or later are left out.</param>
    [Alias("read")]
    Task<SiloTail> ReadAsync(DateTimeOffset from, DateTimeOffset to);

    /// <summary>The newest sample of each of these instances that has any in the silo's tails.</summary>
    /// <param name="instanceIds">The instances.</param>
    [Alias("latest")]
    Task<SiloTail> LatestAsync(Guid[] instanceIds);

    /// <summary>How many instances are active on the silo.</summary>
    [Alias("count-instances")]
    Task<int> CountInstancesAsync();
}
