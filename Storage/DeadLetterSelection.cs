namespace LaunchStack.Metrics.Storage;

/// <summary>Which dead letters: those to which all that is set applies; all of them where nothing is.</summary>
public sealed record DeadLetterSelection
{
    /// <summary>Letters of these keys; null: of any.</summary>
    public IReadOnlyCollection<long>? Keys { get; init; }

    /// <summary>Letters of this instance; null: of any.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>Letters refused before that; null: whenever.</summary>
    public DateTimeOffset? RefusedBefore { get; init; }
}
