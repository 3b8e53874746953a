namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>Tells this machine's processes.</summary>
internal interface IProcessTable
{
    /// <summary>Where from, for people.</summary>
    string Description { get; }

    /// <summary>Reads all processes; one that cannot be read, or ends meanwhile, is only listed.</summary>
    ProcessSnapshot Read();
}
