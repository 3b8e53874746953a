using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The service's health in the shape that LaunchStack's front end reads, and what the doctor found in short.</summary>
/// <param name="Status"><c>ok</c>; <c>degraded</c>: samples are taken, and something is broken; <c>error</c>: the database cannot be used.</param>
/// <param name="Version">This build.</param>
/// <param name="Environment">The host's environment.</param>
/// <param name="Timestamp">When this was answered.</param>
/// <param name="Database">The database.</param>
/// <param name="ResponseTimeMs">How long the answer took.</param>
/// <param name="Checks">What is not as it should be.</param>
/// <param name="ExaminedAt">When the doctor looked; null while it looks for the first time.</param>
/// <param name="Error">Why the database cannot be used; absent otherwise.</param>
internal sealed record HealthBody(
    string Status,
    string Version,
    string Environment,
    DateTimeOffset Timestamp,
    HealthBody.DatabaseHealth Database,
    double ResponseTimeMs,
    IReadOnlyList<HealthBody.Check> Checks,
    DateTimeOffset? ExaminedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null)
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";
    public const string Failed = "error";

    /// <summary>Whether the database answers.</summary>
    /// <param name="Status"><c>ok</c> or <c>error</c>.</param>
    /// <param name="ResponseTimeMs">How long it took to answer, or not to.</param>
    internal sealed record DatabaseHealth(string Status, double ResponseTimeMs);

    /// <summary>Something that is not as it should be.</summary>
    /// <param name="Name">The check.</param>
    /// <param name="Status"><c>warn</c> or <c>fail</c>.</param>
    /// <param name="Message">What it means.</param>
    internal sealed record Check(string Name, string Status, string Message);
}
