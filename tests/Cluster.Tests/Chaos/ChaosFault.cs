namespace LaunchStack.Metrics.Cluster.Tests.Chaos;

/// <summary>What befalls a cluster.</summary>
internal enum ChaosFault
{
    /// <summary>SIGKILL, and a start at the same address, at once or after a while.</summary>
    SiloKilled,

    /// <summary>SIGSTOP until clients send again, which may take until the others take it for dead; SIGCONT.</summary>
    SiloFrozen,

    /// <summary>SIGSTOP until the others take it for dead; SIGCONT, and the end that it must come to.</summary>
    SiloTakenForDead,

    /// <summary>SIGTERM, the end that it must come to, and a start.</summary>
    SiloRestarted,

    /// <summary>The way between a silo and one or all others is cut for a while.</summary>
    SiloCutOff,

    /// <summary>The way between a silo and the database is cut for a while.</summary>
    DatabaseCutOff,

    /// <summary>A silo's clock is ahead or behind for a while.</summary>
    ClockJumped,

    /// <summary>The database is stopped as an operator does, and started.</summary>
    DatabaseRestarted,

    /// <summary>The database is stopped as a crash does, and started.</summary>
    DatabaseCrashed,
}
