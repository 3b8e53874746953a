using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>Adds up what became of a body's samples, under the indexes that the caller knows.</summary>
internal sealed class PushAnswer(List<RejectedSample> rejected)
{
    private int _accepted;
    private int _durable;
    private int _duplicates;

    /// <summary>The receipt for some samples of the body, in the order in which they were sent on.</summary>
    public void Add(IReadOnlyList<PushedSample> samples, PushReceipt receipt)
    {
        _accepted += receipt.Accepted;
        _durable += receipt.Durable;
        _duplicates += receipt.Duplicates;
        rejected.AddRange(receipt.Rejected.Select(wrong => wrong with { Index = samples[wrong.Index].Index }));
    }

    /// <summary>Samples that were refused together.</summary>
    public void Add(IReadOnlyList<PushedSample> samples, PushException fault)
    {
        var field = fault is InvalidRequestException invalid ? invalid.Field : "instance_id";
        rejected.AddRange(samples.Select(sample => new RejectedSample(sample.Index, field, fault.Message)));
    }

    /// <summary>202, or 200 when durable, as soon as one sample was taken or known; 400 when none was.</summary>
    public IResult ToResult(Acknowledgement acknowledgement)
    {
        rejected.Sort((left, right) => left.Index.CompareTo(right.Index));
        if (_accepted + _duplicates == 0)
        {
            var first = rejected[0];
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                $"no sample was taken; sample {first.Index}: {first.Field} {first.Error}",
                [new("rejected", rejected)]);
        }

        var receipt = new PushReceipt(_accepted, _durable, _duplicates, rejected);
        return Results.Json(receipt, statusCode: acknowledgement == Acknowledgement.Durable ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }
}
