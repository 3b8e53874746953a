namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>The grain storage that settings are kept in; the host registers a provider under this name.</summary>
public static class StateStorage
{
    /// <summary>The provider's name.</summary>
    public const string Name = "launchstack";

    /// <summary>Writes; where that fails, drops the activation so that it never answers with what was not written.</summary>
    internal static async Task WriteOrReloadAsync<TState>(this IPersistentState<TState> state, IGrainBase grain)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception exception)
        {
            grain.DeactivateOnIdle();
            throw new StoreUnavailableException(exception.Message);
        }
    }
}
