using System.Net.Mime;
using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace LaunchStack.Metrics.Silo.Api.Limits;

/// <summary>Bounds what queries and changes cost: how many of one caller there are at once, and how long any request may take.</summary>
internal static class QueryLimiting
{
    private const string Policy = "query";

    public static void AddQueryLimits(this IServiceCollection services, ServiceOptions options)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.LimitRate(options);
            limiter.AddPolicy(Policy, new CallerPolicy(options.QueriesPerCaller, "queries and changes"));
        });
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new()
        {
            Timeout = options.RequestTimeout,
            WriteTimeoutResponse = context => Problems.Of(
                StatusCodes.Status504GatewayTimeout,
                $"the request took longer than {options.RequestTimeout}",
                "request",
                $"must take at most {options.RequestTimeout}").ExecuteAsync(context),
        });
    }

    /// <summary>
    /// Limits every endpoint of a group, those that are added later too. Health has to be answered however busy the service is; pushes and live
    /// streams have limits of their own.
    /// </summary>
    public static void LimitQueries(this RouteGroupBuilder routes) => ((IEndpointConventionBuilder)routes).Finally(endpoint =>
    {
        if (!endpoint.Metadata.Any(metadata => metadata is AnswersWhileStarting or EnableRateLimitingAttribute))
        {
            endpoint.Metadata.Add(new EnableRateLimitingAttribute(Policy));
            endpoint.Metadata.Add(Refusal(StatusCodes.Status429TooManyRequests));
            endpoint.Metadata.Add(Refusal(StatusCodes.Status500InternalServerError));
            endpoint.Metadata.Add(Refusal(StatusCodes.Status504GatewayTimeout));
        }
    });

    private static ProducesResponseTypeMetadata Refusal(int status) => new(status, typeof(ProblemDetails), [MediaTypeNames.Application.ProblemJson]);
}
