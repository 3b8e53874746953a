using System.Globalization;
using Microsoft.OpenApi;

namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>What of a parameter is different at one endpoint.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="IsRequired">Whether there is no default.</param>
/// <param name="Most">The largest value; null: as everywhere.</param>
internal sealed record ParameterNote(string Name, bool IsRequired = false, int? Most = null)
{
    public void Apply(OpenApiOperation operation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == Name))
        {
            parameter.Required |= IsRequired;
            if (Most is { } most && parameter.Schema is OpenApiSchema schema)
            {
                parameter.Schema = new OpenApiSchema { Type = schema.Type, Minimum = schema.Minimum, Maximum = most.ToString(CultureInfo.InvariantCulture) };
            }
        }
    }
}
