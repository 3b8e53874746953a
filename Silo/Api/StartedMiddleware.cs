using LaunchStack.Metrics.Silo.Health;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Answers 503 until the silo has started: HTTP is up first, so that health checks answer while the database is awaited.</summary>
internal sealed class StartedMiddleware(RequestDelegate next, SiloState state)
{
    public Task InvokeAsync(HttpContext context) => state.Started.IsCompleted || context.GetEndpoint()?.Metadata.GetMetadata<AnswersWhileStarting>() is not null
        ? next(context)
        : Problems.Busy("the service is starting and waits for its database", StoreUnavailableException.RetryAfter).ExecuteAsync(context);
}
