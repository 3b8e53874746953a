namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>Writes an answer whose length is known.</summary>
internal static class AnswerBytes
{
    public static Task WriteAsync(HttpContext context, AnswerFormat format, byte[] bytes)
    {
        context.Response.ContentType = AnswerFormats.ContentTypeOf(format);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
