namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>What a pass looks for. Times are microseconds since 1970.</summary>
/// <param name="KeptSince">Rows before count as not there.</param>
/// <param name="Since">Rows before are not copied.</param>
/// <param name="Border">Rows before were copied by earlier passes, but for those that were added since.</param>
/// <param name="Until">Rows from then on are not copied by this pass.</param>
/// <param name="Before">What an earlier pass has seen; null: there was none.</param>
/// <param name="Now">What this one is sure to see.</param>
internal sealed record PassScope(long KeptSince, long Since, long Border, long Until, SourceHorizon? Before, SourceHorizon Now)
{
    /// <summary>Rows before that were added since are not carried: the target has hours there whose raw rows are gone, and which they would replace.</summary>
    public long Floor { get; init; }
}
