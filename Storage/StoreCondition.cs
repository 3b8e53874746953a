namespace LaunchStack.Metrics.Storage;

/// <summary>What is cheap to know about a database and worth watching, by the database's clock.</summary>
/// <param name="Tasks">What is done for it, by name. What nobody has begun yet is left out.</param>
/// <param name="NewestSample">How long ago the newest sample was taken, a day where it is more; null where there is none.</param>
/// <param name="DeadLetters">How many dead letters there are; beyond 10,000 they are not counted.</param>
public sealed record StoreCondition(IReadOnlyList<StoreTask> Tasks, TimeSpan? NewestSample, long DeadLetters);
