using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Cli.Push;

/// <summary>One JSON object with every rejected line, written as they come.</summary>
internal sealed class JsonPushReport(TextWriter output) : IPushReport
{
    private bool _isOpen;

    public void Reject(RejectedLine line)
    {
        output.Write(_isOpen ? "," : "{\"rejected\":[");
        output.Write(JsonSerializer.Serialize(line, MetricsJson.Options));
        _isOpen = true;
    }

    public void Finish(PushSummary summary)
    {
        output.Write(_isOpen ? "]" : "{\"rejected\":[]");
        output.WriteLine(
            $",\"lines\":{summary.Lines},\"accepted\":{summary.Accepted},\"durable\":{summary.Durable},\"duplicates\":{summary.Duplicates}}}");
    }
}
