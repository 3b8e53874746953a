namespace LaunchStack.Metrics.Cli.Db;

/// <summary>What <c>launchstack db setup</c> did, as JSON.</summary>
/// <param name="Description">Tier, versions and where.</param>
/// <param name="Tier">The tier.</param>
/// <param name="ManagesInstances">Whether the table of instances is the service's own.</param>
/// <param name="Applied">The scripts that were applied, in order; empty where everything was there.</param>
/// <param name="Lifecycle">The values in force, as the options of the command take them.</param>
internal sealed record SetUpResult(
    string Description, string Tier, bool ManagesInstances, IReadOnlyList<string> Applied, IReadOnlyDictionary<string, string> Lifecycle);
