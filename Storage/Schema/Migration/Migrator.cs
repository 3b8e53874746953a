namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>
/// Brings rows of a plain table into a database of the service, while both are used: a pass over the source finds where its rows lie, slices
/// of time are copied each in one transaction with its checkpoint, and further passes find what was added meanwhile.
/// </summary>
public static class Migrator
{
}
