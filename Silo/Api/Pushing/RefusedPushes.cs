using System.Text.Json;
using LaunchStack.Metrics.Grains.Writer;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>Counts pushes that are refused before a grain knows of them. What grains refuse comes as a result, so that it is not counted once more.</summary>
internal static class RefusedPushes
{
    /// <summary>Has every endpoint of a group count them, with what its later filters refuse.</summary>
    public static void CountRefused(this RouteGroupBuilder pushes) => pushes.AddEndpointFilter(async (invocation, next) =>
    {
        var context = invocation.HttpContext;
        try
        {
            return await next(invocation);
        }
        catch (Exception refusal) when (!context.RequestAborted.IsCancellationRequested && FaultOf(refusal) is { } fault)
        {
            context.RequestServices.GetRequiredService<IRefusals>().CountRefusedPush(fault);
            throw;
        }
    });

    private static PushException? FaultOf(Exception refusal) => refusal switch
    {
        PushException fault => fault,
        TooLargeException large => new InvalidRequestException(large.Field, large.Rule),
        JsonException or BadHttpRequestException => new InvalidRequestException("body", refusal.Message),
        _ => null,
    };
}
