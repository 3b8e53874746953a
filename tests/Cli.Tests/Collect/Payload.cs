using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

/// <summary>Captured files; each folder's README says how they were captured.</summary>
internal static class Payload
{
    public static string Folder(params string[] parts) => RepositoryRoot.Combine(["tests", "Cli.Tests", "Collect", "Payloads", .. parts]);
}
