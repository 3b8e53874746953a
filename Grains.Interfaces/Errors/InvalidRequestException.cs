namespace LaunchStack.Metrics;

/// <summary>The caller sent something that breaks a rule; sending it again will not help.</summary>
[GenerateSerializer, Alias("launchstack.InvalidRequestException")]
public sealed class InvalidRequestException : PushException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="field">The field that is wrong, by its JSON name.</param>
    /// <param name="rule">The rule it breaks, to be read after the field's name.</param>
    public InvalidRequestException(string field, string rule)
        : base($"{field} {rule}")
    {
        Field = field;
        Rule = rule;
    }

    /// <summary>The field that is wrong, by its JSON name.</summary>
    [Id(0)]
    public string Field { get; }

    /// <summary>The rule it breaks.</summary>
    [Id(1)]
    public string Rule { get; }
}
