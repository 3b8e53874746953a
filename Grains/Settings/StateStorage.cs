namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>The grain storage that settings are kept in; the host registers a provider under this name.</summary>
public static class StateStorage
{
    /// <summary>The provider's name.</summary>
    public const string Name = "launchstack";

    /// <summary>Writes; where that fails, drops the activation so that it never answers with what was not written.</summary>
    internal static Task WriteOrReloadAsync<TState>(this IPersistentState<TState> state, IGrainBase grain) => OrReloadAsync(state.WriteStateAsync, grain);

    /// <summary>Clears; where that fails, drops the activation so that it never answers as if it had.</summary>
    internal static Task ClearOrReloadAsync<TState>(this IPersistentState<TState> state, IGrainBase grain) => OrReloadAsync(state.ClearStateAsync, grain);

    private static async Task OrReloadAsync(Func<Task> change, IGrainBase grain)
    {
        try
        {
            await change();
        }
        catch (Exception exception)
        {
            grain.DeactivateOnIdle();
            throw new StoreUnavailableException(exception.Message);
        }
    }
}
