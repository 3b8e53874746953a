namespace LaunchStack.Metrics.Testing.Faults.Proxy;

/// <summary>What becomes of a piece on its way to the server.</summary>
internal enum Cut
{
    /// <summary>It passes.</summary>
    None,

    /// <summary>The connection ends before it.</summary>
    Before,

    /// <summary>The connection ends after a part of it.</summary>
    Within,

    /// <summary>It arrives and is answered, and the connection ends before the answer arrives.</summary>
    BeforeAnswer,

    /// <summary>The client's end breaks before it and the server hears nothing of that, as when a cable is pulled.</summary>
    Unheard,
}
