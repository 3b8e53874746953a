using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Push;

/// <summary>Pushes lines in batches, one push of many instances at a time, and finds each rejected sample's line again.</summary>
/// <param name="push">Pushes the parts and returns an answer for each.</param>
/// <param name="instance">Whose samples these are; empty: each line names its own.</param>
/// <param name="template">What the network numbers mean.</param>
/// <param name="batchSize">How many lines one push takes.</param>
/// <param name="report">Told of every rejected line.</param>
internal sealed class PushSession(
    Func<IReadOnlyList<InstanceBatch>, Task<IReadOnlyList<InstanceReceipt>>> push,
    Guid instance,
    SampleBatch template,
    int batchSize,
    IPushReport report)
{
    private readonly List<InputLine> _batch = [];
    private readonly List<RejectedLine> _rejected = [];

    public PushSummary Summary { get; } = new();

    /// <exception cref="FailureException">The service did not take a batch; what came before it is counted.</exception>
    public async Task RunAsync(IAsyncEnumerable<InputLine> lines, Action<PushSummary> progress)
    {
        await foreach (var line in lines)
        {
            Summary.Lines++;
            if (line.Rejected is { } rejected)
            {
                Reject(line.Number, rejected.Field, rejected.Error);
            }
            else
            {
                _batch.Add(line);
            }

            if (_batch.Count + _rejected.Count >= batchSize)
            {
                await SettleAsync();
                progress(Summary);
            }
        }

        await SettleAsync();
        progress(Summary);
    }

    /// <summary>Pushes what was read, then reports what was rejected here and by the service, in the order of the lines.</summary>
    private async Task SettleAsync()
    {
        try
        {
            if (_batch.Count > 0)
            {
                await PushAsync();
            }
        }
        finally
        {
            _rejected.Sort((one, other) => one.Line.CompareTo(other.Line));
            _rejected.ForEach(report.Reject);
            _rejected.Clear();
        }
    }

    private async Task PushAsync()
    {
        var groups = _batch.GroupBy(line => instance == Guid.Empty ? line.InstanceId : instance, (id, lines) => (Id: id, Lines: lines.ToArray())).ToArray();
        var answers = await push(
            [.. groups.Select(group => new InstanceBatch(group.Id, template with { Samples = [.. group.Lines.Select(line => line.Sample)] }))]);
        _batch.Clear();
        for (var i = 0; i < groups.Length; i++)
        {
            Count(groups[i].Lines, answers[i]);
        }

        if (answers.Select(answer => answer.Fault).FirstOrDefault(fault => fault is not null && !IsFaultOfLines(fault)) is { } failure)
        {
            throw new FailureException($"stopped after line {Summary.Lines}: {failure.Message}");
        }
    }

    private void Count(InputLine[] lines, InstanceReceipt answer)
    {
        if (answer.Receipt is { } receipt)
        {
            Summary.Accepted += receipt.Accepted;
            Summary.Durable += receipt.Durable;
            Summary.Duplicates += receipt.Duplicates;
            foreach (var rejected in receipt.Rejected)
            {
                Reject(lines[rejected.Index].Number, rejected.Field, rejected.Error);
            }

            return;
        }

        if (answer.Fault is { } fault && IsFaultOfLines(fault))
        {
            foreach (var line in lines)
            {
                var (field, error) = fault is InvalidRequestException invalid ? (invalid.Field, invalid.Rule) : ("instance_id", fault.Message);
                Reject(line.Number, field, error);
            }
        }
    }

    private static bool IsFaultOfLines(PushException fault) => fault is InvalidRequestException or UnknownInstanceException;

    private void Reject(long line, string field, string error)
    {
        Summary.Rejected++;
        _rejected.Add(new RejectedLine(line, field, error));
    }
}
