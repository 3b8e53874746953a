#pragma warning disable CA1050 // The runtime looks for this name.
/// <summary>What the runtime calls first in a process that is told to load this assembly; loading it is all that is needed.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
    }
}
