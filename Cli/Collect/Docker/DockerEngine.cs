using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect.Docker;

/// <summary>Finds a Docker engine, and tells what went wrong with it in a few words.</summary>
internal static class DockerEngine
{
    // A one-shot reading takes milliseconds; an engine that takes this long is stuck.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Connects to the engine that <c>docker</c> itself would use, unless an address is given, and makes sure it answers.</summary>
    /// <param name="host">Such as <c>unix:///var/run/docker.sock</c> or <c>tcp://host:2375</c>; null for DOCKER_HOST, the current context, the default socket.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FailureException">No engine answers.</exception>
    public static async Task<IDockerClient> ConnectAsync(Uri? host, CancellationToken cancellationToken)
    {
        DockerClient? client = null;
        try
        {
            var builder = new DockerClientBuilder().WithTimeout(Timeout);
            client = (host is null ? builder : builder.WithEndpoint(host)).Build();
            await client.System.PingAsync(cancellationToken);
            return client;
        }
        catch (Exception problem) when (IsFailure(problem, cancellationToken))
        {
            var address = client?.Options.Endpoint ?? host;
            client?.Dispose();
            throw new FailureException($"no Docker engine answers{(address is null ? "" : $" at {address}")}: {Reason(problem)}");
        }
    }

    /// <summary>Whether this is the engine's failure and not the user's wish to stop.</summary>
    public static bool IsFailure(Exception problem, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && IsFailure(problem);

    // Several addresses of one name are tried, and fail together.
    private static bool IsFailure(Exception problem) => problem is AggregateException several
        ? several.Flatten().InnerExceptions.All(IsFailure)
        : problem is DockerApiException or DockerConfigurationException or SshDockerEndpointNotSupportedException or HttpRequestException or IOException
            or SocketException or JsonException or OperationCanceledException or TimeoutException or UnauthorizedAccessException
            or NotSupportedException;

    /// <summary>The innermost reason, in one line.</summary>
    public static string Reason(Exception problem) => problem switch
    {
        OperationCanceledException or TimeoutException => $"no answer within {Timeout.TotalSeconds:0} s",
        _ when problem.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "no such socket",
        DockerApiException api => $"{(int)api.StatusCode} {FirstLine(api.ResponseBody ?? api.Message)}",
        _ => FirstLine(problem.GetBaseException().Message),
    };

    private static string FirstLine(string text) => text.Trim().Split('\n')[0].TrimEnd('\r');
}
