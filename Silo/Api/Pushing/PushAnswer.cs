using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>Adds up what became of a body's samples, under the indexes that the caller knows.</summary>
/// <param name="rejected">The samples that could not be read.</param>
internal sealed class PushAnswer(List<RejectedSample> rejected)
{
    private readonly List<PushException> _faults = [];
    private readonly bool _unreadable = rejected.Count > 0;
    private int _accepted;
    private int _durable;
    private int _duplicates;

    /// <summary>The first fault that may be gone when the push is sent again.</summary>
    private PushException? Passing => _faults.Find(fault => fault is OverloadedException or StoreUnavailableException or DurabilityUnknownException);

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
        _faults.Add(fault);
        var (field, error) = fault switch
        {
            InvalidRequestException invalid => (invalid.Field, invalid.Rule),
            UnknownInstanceException => ("instance_id", "is not a registered instance"),
            _ => ("sample", fault.Message),
        };
        rejected.AddRange(samples.Select(sample => new RejectedSample(sample.Index, field, error)));
    }

    /// <summary>
    /// 202, or 200 when durable, as soon as one sample was taken or known. When none was: a fault that will pass decides, for sending
    /// it again may help; then a fault that all samples share; else 400.
    /// </summary>
    public IResult ToResult(Acknowledgement acknowledgement)
    {
        rejected.Sort((left, right) => left.Index.CompareTo(right.Index));
        if (_accepted + _duplicates == 0)
        {
            if (Passing is { } passing)
            {
                return new RefusedByGrain(passing);
            }

            if (!_unreadable && _faults.Count > 0 && _faults.TrueForAll(fault => fault is UnknownInstanceException))
            {
                return new RefusedByGrain(_faults[0]);
            }

            var first = rejected[0];
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                $"no sample was taken; sample {first.Index}: {first.Field} {first.Error}",
                [new("field", first.Field), new("rule", first.Error), new("rejected", rejected)]);
        }

        var receipt = Results.Json(
            new PushReceipt(_accepted, _durable, _duplicates, rejected),
            statusCode: acknowledgement == Acknowledgement.Durable ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        return Passing is null ? receipt : new RetryLater(receipt, (Passing as OverloadedException)?.RetryAfter ?? StoreUnavailableException.RetryAfter);
    }
}
