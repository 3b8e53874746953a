namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>A body that there is in several formats.</summary>
internal interface IAnswerBody
{
    /// <summary>The body's bytes.</summary>
    byte[] Write(AnswerFormat format);
}
