namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Shows what a watch sees.</summary>
/// <typeparam name="T">What one look sees.</typeparam>
internal interface IWatchView<in T>
{
    void Show(T frame);

    /// <summary>Tells that nothing answers for now.</summary>
    /// <param name="reason">Why, in one line.</param>
    void Miss(string reason);
}
