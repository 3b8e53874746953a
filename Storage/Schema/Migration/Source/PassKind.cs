namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>How much of the source is looked at.</summary>
internal enum PassKind
{
    /// <summary>All of it, unless an earlier run has left a plan.</summary>
    IfNeeded,

    /// <summary>All of it.</summary>
    Whole,

    /// <summary>All of it, and rows that are ahead of the source's clock as well: nobody writes any more.</summary>
    Last,

    /// <summary>Where new rows mostly are.</summary>
    Ends,
}
