using LaunchStack.Metrics.Cli.Collect;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

/// <summary>Keeps what people would see.</summary>
internal sealed class FakeOutput : IRoundOutput
{
    public List<(IReadOnlyList<ContainerReading> Readings, DeliveryResult? Delivery)> Rounds { get; } = [];

    public List<string> Lines { get; } = [];

    public Action? Shown { get; set; }

    public void Show(string noun, IReadOnlyList<ContainerReading> readings, DeliveryResult? delivery)
    {
        Rounds.Add((readings, delivery));
        Shown?.Invoke();
    }

    public void Say(string line) => Lines.Add(line);
}
