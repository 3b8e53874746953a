namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>Rows as text, appended to memory that somebody else empties.</summary>
/// <typeparam name="T">A row, whose JSON is flat.</typeparam>
internal interface IRowText<in T> : IDisposable
{
    /// <summary>Appends a row, or holds it for a while.</summary>
    void Append(T row);

    /// <summary>Appends what is held. Without it the text is not complete.</summary>
    void Flush();
}
