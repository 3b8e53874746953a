using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The instances that use most, as JSON.</summary>
/// <param name="By">What they are ranked by.</param>
/// <param name="From">Samples of this moment or later count.</param>
/// <param name="To">Samples of this moment or later do not.</param>
/// <param name="Items">The instances, most first.</param>
internal sealed record TopBody(string By, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TopRow> Items);
