namespace LaunchStack.Metrics.Storage.Schema.Doctor;

/// <summary>A finding before it has a name.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="Message">What it means.</param>
/// <param name="Remedy">What mends it.</param>
internal sealed record Verdict(FindingStatus Status, string Message, string? Remedy)
{
    public static Verdict Ok(string message) => new(FindingStatus.Ok, message, null);

    public static Verdict Warn(string message, string? remedy) => new(FindingStatus.Warn, message, remedy);

    public static Verdict Fail(string message, string? remedy) => new(FindingStatus.Fail, message, remedy);

    /// <summary>The finding of the check of this name.</summary>
    public Finding Of(string check) => new(check, Status, Message, Remedy);
}
