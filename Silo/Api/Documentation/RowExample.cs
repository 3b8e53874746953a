using System.Text;
using LaunchStack.Metrics.Silo.Api.Formats;
using Microsoft.OpenApi;

namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>What an endpoint answers row by row, for example: written by the code that writes real rows.</summary>
/// <param name="NdJson">As JSON objects, one a line.</param>
/// <param name="Csv">As comma-separated values.</param>
internal sealed record RowExample(string NdJson, string Csv)
{
    public static RowExample Of<T>(T row) => new(TextOf(row, AnswerFormat.NdJson), TextOf(row, AnswerFormat.Csv));

    public void Apply(OpenApiOperation operation)
    {
        if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse { Content: { } content })
        {
            content[AnswerFormats.NdJson] = TextMedia(NdJson);
            content[AnswerFormats.Csv] = TextMedia(Csv);
        }
    }

    private static OpenApiMediaType TextMedia(string example) => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };

    private static string TextOf<T>(T row, AnswerFormat format) => Encoding.UTF8.GetString(RowText.Of([row], format));
}
