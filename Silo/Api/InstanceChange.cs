namespace LaunchStack.Metrics.Silo.Api;

/// <summary>What is to change of an instance, as JSON. A field that is not there stays as it is, and so differs from one that is null.</summary>
internal sealed class InstanceChange
{
    /// <summary>Its new name; null: none.</summary>
    public string? Name
    {
        get;
        init
        {
            field = value;
            HasName = true;
        }
    }

    /// <summary>Whether there is a new name. Not public, so that it is no field of the JSON.</summary>
    internal bool HasName { get; private init; }
}
