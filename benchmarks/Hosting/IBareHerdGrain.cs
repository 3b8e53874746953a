namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>Touches many bare grains with one call, as the ingest grain does with instances.</summary>
[Alias("benchmarks.IBareHerdGrain")]
public interface IBareHerdGrain : IGrainWithIntegerKey
{
    /// <summary>Touches each.</summary>
    /// <param name="ids">The grains.</param>
    [Alias("touch")]
    Task TouchAsync(IReadOnlyList<Guid> ids);
}
