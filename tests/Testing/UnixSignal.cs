namespace LaunchStack.Metrics.Testing;

/// <summary>Signals that tests send, as tests need them.</summary>
public enum UnixSignal
{
    /// <summary>What an orchestrator sends.</summary>
    Terminate,

    /// <summary>What Ctrl-C sends.</summary>
    Interrupt,

    /// <summary>A crash: the process gets no chance to do anything.</summary>
    Kill,

    /// <summary>Freezes the process without ending it.</summary>
    Freeze,

    /// <summary>Lets a frozen process go on.</summary>
    Resume,
}
