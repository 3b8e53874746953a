namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Where readings come from.</summary>
internal enum SourceKind
{
    /// <summary>A Docker engine where one answers, else control groups where they tell CPU and memory, else processes.</summary>
    Auto = 0,

    /// <summary>A Docker engine.</summary>
    Docker = 1,

    /// <summary>This machine's control groups.</summary>
    Cgroup = 2,

    /// <summary>This machine's busiest programs.</summary>
    Processes = 3,
}
