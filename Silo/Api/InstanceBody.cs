namespace LaunchStack.Metrics.Silo.Api;

/// <summary>An instance to be created, as JSON.</summary>
/// <param name="Id">Its id; null: a new one.</param>
/// <param name="Name">Its name; null: none.</param>
internal sealed record InstanceBody(string? Id, string? Name);
