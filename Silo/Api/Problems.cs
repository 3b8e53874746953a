using Microsoft.AspNetCore.Mvc;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Problem details (RFC 9457) with the member <c>error</c> that LaunchStack's front end reads.</summary>
internal static class Problems
{
    private const string Error = "error";

    public static IResult Of(int status, string detail, IEnumerable<KeyValuePair<string, object?>>? members = null) =>
        Results.Problem(detail, statusCode: status, extensions: (members ?? []).Append(new(Error, detail)));

    /// <summary>A field that breaks a rule.</summary>
    public static IResult Of(int status, string field, string rule) => Of(status, $"{field} {rule}", [new("field", field), new("rule", rule)]);

    /// <summary>The same in words of its own.</summary>
    public static IResult Of(int status, string detail, string field, string rule) => Of(status, detail, [new("field", field), new("rule", rule)]);

    /// <summary>An instance that is not there.</summary>
    public static IResult NoInstance(string detail, string rule) => Of(StatusCodes.Status404NotFound, detail, "instance_id", rule);

    /// <summary>Come back later.</summary>
    public static IResult Busy(string detail, TimeSpan retryAfter) => new RetryLater(Of(StatusCodes.Status503ServiceUnavailable, detail), retryAfter);

    /// <summary>Adds the member to problems that the framework writes.</summary>
    public static void AddError(ProblemDetails problem) => problem.Extensions.TryAdd(Error, problem.Detail ?? problem.Title);
}
