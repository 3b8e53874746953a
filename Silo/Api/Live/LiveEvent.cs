namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>What a viewer is told.</summary>
/// <param name="Type">The event's name; null: a sample.</param>
/// <param name="Id">Where to go on if the connection breaks after it; null: where the one before says.</param>
/// <param name="Data">Its data, written as JSON.</param>
internal sealed record LiveEvent(string? Type, string? Id, object Data);
