using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The tails of all silos.</summary>
/// <param name="OpenHour">Start of the hour that is over on no silo.</param>
/// <param name="Writes">The mark of all that they wrote.</param>
/// <param name="LateWrites">The mark of what they wrote into hours that were over.</param>
/// <param name="Slices">The marks of all that they wrote into slices of the range that was asked for.</param>
/// <param name="Samples">The samples, with network bytes derived.</param>
internal sealed record FleetTail(DateTimeOffset OpenHour, StoreMark Writes, StoreMark LateWrites, SliceMarks Slices, IReadOnlyList<InstanceSample> Samples);
