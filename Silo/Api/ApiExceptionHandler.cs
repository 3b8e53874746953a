using System.Text.Json;
using LaunchStack.Metrics.Models;
using Microsoft.AspNetCore.Diagnostics;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>One place that says which failure has which status.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        await Describe(exception, httpContext.Request.Query).ExecuteAsync(httpContext);
        return true;
    }

    private IResult Describe(Exception exception, IQueryCollection query)
    {
        switch (exception)
        {
            case InvalidRequestException { Field: Parameters.From } invalid when IsWithout(query, Parameters.From, Parameters.To):
                return WithoutOther(Parameters.To, Parameters.From, invalid);
            case InvalidRequestException { Field: Parameters.To } invalid when IsWithout(query, Parameters.To, Parameters.From):
                return WithoutOther(Parameters.From, Parameters.To, invalid);
            case InvalidRequestException invalid:
                return Problems.Of(StatusCodes.Status400BadRequest, invalid.Field, invalid.Rule);
            case TooLargeException large:
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, large.Field, large.Rule);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, "body", $"must have at most {PushLimits.MaxBodyBytes} bytes");
            case UnknownInstanceException:
                return Problems.NoInstance(exception.Message, "must be an instance that is registered and not deleted");
            case ConflictException:
                return Problems.Of(StatusCodes.Status409Conflict, exception.Message);
            case OverloadedException overloaded:
                return Problems.Busy(overloaded.Message, overloaded.RetryAfter);
            case QueryTimeoutException slow:
                // No Retry-After: the same again would take as long, and cost the database as much.
                return Problems.Of(StatusCodes.Status504GatewayTimeout, slow.Message, "query", $"must take at most {slow.Limit}");
            case QueryFailedException:
                LogFailed(exception.Message);
                return Problems.Of(StatusCodes.Status500InternalServerError, exception.Message);
            case StoreUnavailableException or DurabilityUnknownException:
                return Problems.Busy(exception.Message, StoreUnavailableException.RetryAfter);
            case JsonException json:
                return Problems.Of(StatusCodes.Status400BadRequest, "body", $"must be valid JSON: {json.Message}");
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, bad.Message);
            case OrleansException or TimeoutException:
                LogUnanswered(exception.Message);
                return Problems.Busy("the instance's silo did not answer; resending is safe", RetryAfter);
            default:
                LogUnforeseen(exception);
                return Problems.Of(StatusCodes.Status500InternalServerError, "the service failed; its log says why");
        }
    }

    private static bool IsWithout(IQueryCollection query, string missing, string given) => query.ContainsKey(given) && !query.ContainsKey(missing);

    // One end of a range follows from the other where it is not given: then that is what the caller can mend.
    private static IResult WithoutOther(string given, string missing, InvalidRequestException broken) =>
        Problems.Of(StatusCodes.Status400BadRequest, given, $"must be given with {missing} here: the default one {broken.Rule}");

    [LoggerMessage(2001, LogLevel.Warning, "A call was not answered: {Reason}")]
    private partial void LogUnanswered(string reason);

    [LoggerMessage(2003, LogLevel.Error, "A query failed: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(2002, LogLevel.Error, "A request failed")]
    private partial void LogUnforeseen(Exception exception);
}
