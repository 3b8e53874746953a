namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>Gives Orleans <see cref="SteadyClock"/>s.</summary>
internal static class SteadyClocks
{
    // Of these Orleans reckons by the time of day; of messages and the directory's cache by durations alone.
    private static readonly string[] Names =
        [TimeProviderNames.SystemTimers, TimeProviderNames.Membership, TimeProviderNames.ActivationManagement, TimeProviderNames.Grains];

    /// <summary>Registers one for each of Orleans's clocks that reckons by the time of day.</summary>
    /// <param name="silo">The silo.</param>
    public static void AddSteadyClocks(this ISiloBuilder silo)
    {
        foreach (var name in Names)
        {
            silo.Services.AddKeyedSingleton<TimeProvider>(name, (provider, _) => new SteadyClock(provider.GetRequiredService<TimeProvider>()));
        }
    }
}
