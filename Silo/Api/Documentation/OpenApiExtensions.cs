using System.Net.Mime;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>The API's own description (OpenAPI), made from the code, and a page to try it.</summary>
internal static class OpenApiExtensions
{
    /// <summary>Where the document is. It holds nothing secret and needs no key.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    private const string PagePath = "/docs";
    private const string Bearer = "bearer";

    public static void AddDocumentation(this IServiceCollection services, ServiceOptions options) => services.AddOpenApi(document =>
    {
        document.AddDocumentTransformer((api, _, _) =>
        {
            Introduce(api, ApiKeyHash.ListOf(options.ApiKey).Count > 0);
            return Task.CompletedTask;
        });
        document.AddSchemaTransformer((schema, context, _) =>
        {
            DescribeTime(schema, context.JsonTypeInfo.Type);
            DescribeProblem(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        document.AddOperationTransformer(DescribeAsync);
    });

    public static void MapDocumentation(this WebApplication app)
    {
        // Relative, for a proxy may have put a path before it.
        app.MapGet("/", () => Results.Redirect(PagePath[1..])).ExcludeFromDescription();
        app.MapOpenApi(DocumentPath);
        app.UseSwaggerUi(page => (page.Path, page.DocumentPath, page.DocumentTitle) = (PagePath, DocumentPath, "LaunchStack Metrics"));
    }

    private static void Introduce(OpenApiDocument api, bool needsKey)
    {
        api.Info = new OpenApiInfo
        {
            Title = "LaunchStack Metrics",
            Version = Build.Version,
            Description = "CPU, memory and network of instances. CPU is in percent of one core, memory and network in bytes, times are RFC 3339 in UTC. "
                + "Every path works with and without a trailing slash. Errors are problem details (RFC 9457) with a member `error`.",
        };

        // Where the document was found is where the API is.
        api.Servers = [];
        if (!needsKey)
        {
            return;
        }

        api.Components ??= new OpenApiComponents();
        api.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "A key of `Metrics:ApiKey`." },
        };
        api.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, api)] = [] }];
    }

    // Times have a converter of their own, of which the document's maker knows nothing.
    private static void DescribeTime(OpenApiSchema schema, Type type)
    {
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
    }

    private static void DescribeProblem(OpenApiSchema schema, Type type)
    {
        if (type != typeof(ProblemDetails))
        {
            return;
        }

        schema.AdditionalPropertiesAllowed = true;
        schema.AdditionalProperties = null;
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        foreach (var (name, description) in new[] { ("error", "The same as detail."), ("field", "The field that is to blame."), ("rule", "The rule that it breaks.") })
        {
            schema.Properties[name] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };
        }
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            ParameterDescription.Apply(parameter);
        }

        foreach (var note in context.Description.ActionDescriptor.EndpointMetadata.OfType<ParameterNote>())
        {
            note.Apply(operation);
        }

        foreach (var example in context.Description.ActionDescriptor.EndpointMetadata.OfType<Example>())
        {
            if (example.Status is null)
            {
                // Not by the framework's own metadata, which would refuse bodies that do not say that they are JSON.
                var schema = await context.GetOrCreateSchemaAsync(example.Value.GetType(), null, cancellationToken);
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.Json] = new() { Schema = schema } },
                };
            }

            example.Apply(operation);
        }

        foreach (var headers in context.Description.ActionDescriptor.EndpointMetadata.OfType<HeaderNote>())
        {
            headers.Apply(operation);
        }

        HeaderNote.ApplyRetry(operation);
        foreach (var rows in context.Description.ActionDescriptor.EndpointMetadata.OfType<RowExample>())
        {
            rows.Apply(operation);
        }
    }
}
