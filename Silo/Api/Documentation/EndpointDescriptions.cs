namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>Says of an endpoint what its code does not.</summary>
internal static class EndpointDescriptions
{
    /// <summary>What it is for, and the statuses of its errors; a service with keys asks every caller for one.</summary>
    public static RouteHandlerBuilder Described(this RouteHandlerBuilder endpoint, string name, string summary, params ReadOnlySpan<int> errors)
    {
        endpoint.WithName(name).WithSummary(summary).ProducesProblem(StatusCodes.Status401Unauthorized);
        foreach (var status in errors)
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }

    /// <summary>What it answers, for example.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, T example, int status = StatusCodes.Status200OK)
        where T : notnull => endpoint.Produces<T>(status).WithMetadata(new Example(status, example));

    /// <summary>What it is sent, for example.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, T example)
        where T : notnull => endpoint.WithMetadata(new Example(null, example));
}
