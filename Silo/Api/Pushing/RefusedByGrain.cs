namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>What a grain has refused, and counted: <see cref="ApiExceptionHandler"/> answers it as if it had been thrown at once.</summary>
internal sealed class RefusedByGrain(PushException fault) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Task.FromException(fault);
}
