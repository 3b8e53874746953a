namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Shows people what is collected.</summary>
internal interface IRoundOutput
{
    /// <summary>Shows a round.</summary>
    /// <param name="noun">What the readings are of, in the plural.</param>
    /// <param name="readings">What was read.</param>
    /// <param name="delivery">What became of it; null where nothing was to be delivered.</param>
    void Show(string noun, IReadOnlyList<ContainerReading> readings, DeliveryResult? delivery);

    /// <summary>Shows one line that is not a result.</summary>
    void Say(string line);
}
