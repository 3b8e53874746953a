using LaunchStack.Metrics.Cli.Collect.Cgroup;
using LaunchStack.Metrics.Cli.Collect.Docker;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Finds what this machine can be read from.</summary>
/// <param name="time">The clock.</param>
/// <param name="report">Takes what people should know, a line each.</param>
internal sealed class ContainerReaders(TimeProvider time, Action<string> report)
{
    /// <summary>Opens a reader.</summary>
    /// <param name="source">Where to read from.</param>
    /// <param name="dockerHost">The engine's address; null for the one that <c>docker</c> itself would use.</param>
    /// <param name="cgroupRoot">Where control groups are mounted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FailureException">There is nothing to read from.</exception>
    public async Task<IContainerReader> OpenAsync(SourceKind source, Uri? dockerHost, string cgroupRoot, CancellationToken cancellationToken)
    {
        // An engine that was named is wanted: control groups are another set of instances.
        if (source == SourceKind.Docker || (source == SourceKind.Auto && dockerHost is not null))
        {
            return await OpenDockerAsync(dockerHost, cancellationToken);
        }

        if (source == SourceKind.Cgroup)
        {
            return OpenCgroups(cgroupRoot) ?? throw new FailureException(NoCgroups(cgroupRoot));
        }

        try
        {
            return await OpenDockerAsync(dockerHost, cancellationToken);
        }
        catch (FailureException noEngine)
        {
            var reader = OpenCgroups(cgroupRoot) ?? throw new FailureException($"nothing to read from: {noEngine.Message}; {NoCgroups(cgroupRoot)}");
            report($"{noEngine.Message}; reading control groups instead");
            return reader;
        }
    }

    private async Task<IContainerReader> OpenDockerAsync(Uri? host, CancellationToken cancellationToken) =>
        new DockerReader(await DockerEngine.ConnectAsync(host, cancellationToken), report);

    private CgroupReader? OpenCgroups(string root) =>
        CgroupLayout.Detect(root) is { } layout ? new CgroupReader(root, layout, HostFiles.OfThisMachine, time) : null;

    private static string NoCgroups(string root) => $"no control groups that tell CPU and memory under {root}";
}
