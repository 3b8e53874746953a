namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>Another process listens on a port that this silo was told to use.</summary>
/// <param name="option">The option that names the port.</param>
/// <param name="port">The port.</param>
internal sealed class PortTakenException(string option, int port)
    : Exception($"{option} is {port}: another process listens on that port; set another one");
