using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>Reads this machine's busiest programs, where neither an engine nor control groups tell what runs. No system counts a process's network traffic.</summary>
/// <param name="table">Where processes are told.</param>
/// <param name="machineId">The machine's id.</param>
/// <param name="memoryLimit">Bytes of memory that there are for all programs.</param>
/// <param name="count">How many programs are wanted.</param>
/// <param name="time">The clock.</param>
internal sealed class ProcessReader(IProcessTable table, string machineId, long memoryLimit, int count, TimeProvider time) : IContainerReader
{
    private readonly BusiestPrograms _busiest = new(count);
    private ProcessSnapshot? _previous;

    public string Description => $"the busiest programs ({count}), from {table.Description}";

    public string Noun => "programs";

    public Task<IReadOnlyList<ContainerReading>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var processes = table.Read();
        if (processes.Readable.Count == 0)
        {
            throw new FailureException($"{table.Description} tells no process's CPU and memory");
        }

        IReadOnlyList<ContainerReading> readings = _previous is { } previous
            ? ToReadings(_busiest.Choose(new ProgramUsages(previous, time).Until(processes)))
            : [];
        _previous = processes;
        return Task.FromResult(readings);
    }

    public void Dispose()
    {
    }

    private List<ContainerReading> ToReadings(IReadOnlyList<ProgramUsage> programs)
    {
        var now = Timestamps.Floor(time.GetUtcNow());
        return [.. programs.Select(program => new ContainerReading(
            InstanceIds.OfProgram(machineId, program.Program.User, program.Program.Name),
            program.Program.Name,
            Source: "",
            StartedAt: null,
            new Sample(now, program.Cpu, Counters.ToLong(program.Memory), memoryLimit, NetworkIn: 0, NetworkOut: 0),
            NetworkMode.Delta))];
    }
}
