using LaunchStack.Metrics.Client;
using Orleans.Runtime.Messaging;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>What a fault means to who called the command: Orleans's own words are about its messages and retries.</summary>
internal static class FaultText
{
    public static string Of(Exception exception) => exception switch
    {
        OperationCanceledException => "stopped",
        MetricsConnectionException => $"{exception.Message.TrimEnd('.')}. Is a silo running there? --gateway host:port names another",
        ConnectionFailedException or SiloUnavailableException => "no silo answers any more",
        _ when exception.GetType() == typeof(TimeoutException) => "the service did not answer in time",
        _ => exception.Message.ReplaceLineEndings(" "),
    };
}
