using LaunchStack.Metrics.Silo.Api.Live;
using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Lets pages of other origins call the API from a browser.</summary>
internal static class CorsExtensions
{
    // Browsers ask before each kind of call otherwise; the longest that one of them remembers is two hours.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(2);

    public static void AddApiCors(this IServiceCollection services, ServiceOptions options) => services.AddCors(cors => cors.AddDefaultPolicy(policy =>
    {
        policy
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete)
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.Accept, HeaderNames.IfNoneMatch, LiveEndpoints.LastEventId)
            .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.Location, HeaderNames.ETag, HeaderNames.Link)
            .SetPreflightMaxAge(Remembered);
        Allow(policy, CorsOrigin.ListOf(options.CorsOrigins));
    }));

    private static void Allow(CorsPolicyBuilder policy, string[] origins)
    {
        if (origins.Contains(CorsOrigin.Any))
        {
            policy.AllowAnyOrigin();
        }
        else
        {
            policy.WithOrigins(origins);
        }
    }
}
