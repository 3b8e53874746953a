using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>The options of benchmarks that put a silo under load.</summary>
internal sealed class LoadShapeOptions
{
    private readonly Option<int> _processes = CountOption.Create("--processes", "How many processes of launchstack load push", 1, 1, 16);
    private readonly Option<int> _agents = CountOption.Create("--agents", "How many connections each process has", 2, 1, 64);
    private readonly Option<int> _instances = CountOption.Create("--instances", "How many instances push", 1_000, 1, 1_000_000);
    private readonly Option<int> _batch = CountOption.Create("--batch", "How many samples of an instance are pushed together", 10, 1, PushLimits.MaxSamples);

    /// <summary>Adds them.</summary>
    /// <param name="command">Where.</param>
    /// <param name="instances">Whether the number of instances is among them.</param>
    public void AddTo(Command command, bool instances = true)
    {
        command.Add(_processes);
        command.Add(_agents);
        command.Add(_batch);
        if (instances)
        {
            command.Add(_instances);
        }
    }

    /// <summary>What to send.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="instances">How many instances; null: as the option says.</param>
    public LoadShape Read(ParseResult parsed, TimeSpan duration, int? instances = null) => new(
        parsed.GetValue(_processes), parsed.GetValue(_agents), instances ?? parsed.GetValue(_instances), parsed.GetValue(_batch), duration);
}
