using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Refuses parameters that a call does not have: left unread, a mistyped one would be answered as if it had not been sent.</summary>
internal static class QueryStrings
{
    /// <summary>Has every endpoint of a group refuse them. Which ones it has is what its handler takes.</summary>
    public static void RefuseUnknownParameters(this RouteGroupBuilder routes) => routes.AddEndpointFilterFactory((factory, next) =>
    {
        string[] names =
        [
            .. factory.MethodInfo.GetParameters()
                .SelectMany(Flattened)
                .Where(parameter => parameter.ParameterType == typeof(string) && !parameter.GetCustomAttributes(inherit: false).OfType<IFromHeaderMetadata>().Any())
                .Select(parameter => parameter.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name!),
        ];
        return invocation =>
        {
            Check(invocation.HttpContext, names);
            return next(invocation);
        };
    });

    /// <summary>Takes any parameters, for a call that others made up and may add to, such as a number against caches.</summary>
    public static RouteHandlerBuilder TakesAnyParameter(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new AnyParameter());

    // Several that belong together are the parameters of a constructor.
    private static IEnumerable<ParameterInfo> Flattened(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<AsParametersAttribute>() is null ? [parameter] : parameter.ParameterType.GetConstructors()[0].GetParameters();

    private static void Check(HttpContext context, string[] names)
    {
        if (context.Request.Query.Count == 0 || context.GetEndpoint()?.Metadata.GetMetadata<AnyParameter>() is not null)
        {
            return;
        }

        // What is in the path is no parameter of the query.
        var known = names.Where(name => !context.Request.RouteValues.ContainsKey(name)).ToList();
        foreach (var name in context.Request.Query.Keys)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidRequestException(name, $"is no parameter of this call, which has {(known.Count == 0 ? "none" : string.Join(", ", known))}");
            }
        }
    }

    private sealed class AnyParameter;
}
