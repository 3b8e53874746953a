using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Documentation;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>Pushing samples, of one instance or of many.</summary>
internal static class PushEndpoints
{
    public static void MapPush(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/instances/{id}/samples", PushOneAsync)
            .RequireRateLimiting(PushLimiting.Policy)
            .Described("pushSamples", "Push samples of one instance: an array of samples, or an object that says what the network numbers mean.", 400, 404, 413, 415, 429, 503, 504)
            .Takes(Examples.Push)
            .Answers(Examples.Durable)
            .Answers(Examples.Accepted, StatusCodes.Status202Accepted);
        routes.MapPost("/samples", PushManyAsync)
            .RequireRateLimiting(PushLimiting.Policy)
            .Described("pushSamplesOfMany", "Push samples of many instances.", 400, 404, 413, 415, 429, 503, 504)
            .Takes(Examples.PushOfMany)
            .Answers(Examples.Durable)
            .Answers(Examples.Accepted, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> PushOneAsync(
        string id, string? ack, HttpRequest request, IGrainFactory grains, PushRoom room, IRefusals refusals, CancellationToken cancellationToken)
    {
        var acknowledgement = Parameters.Ack(ack);
        var instanceId = Parameters.InstanceId(id);
        using var lease = room.Take(request);
        var body = await PushBody.ReadAsync(request, instanceId, cancellationToken);
        refusals.CountRejected(body.Rejected.Count);
        var answer = new PushAnswer(body.Rejected);
        if (body.Samples.Count > 0)
        {
            // Not the caller's token: an accepted push is not taken back because the caller left.
            // A refusal comes as an answer: as an exception it would be sent from grain to caller, which costs more than a push.
            var taken = await grains.GetGrain<IInstanceGrain>(instanceId)
                .OfferAsync(body.BatchOf(body.Samples), acknowledgement, CancellationToken.None);
            if (taken.Fault is { } fault)
            {
                return new RefusedByGrain(fault);
            }

            answer.Add(body.Samples, taken.Receipt!);
        }

        return answer.ToResult(acknowledgement);
    }

    private static async Task<IResult> PushManyAsync(
        string? ack, HttpRequest request, IGrainFactory grains, PushRoom room, IRefusals refusals, CancellationToken cancellationToken)
    {
        var acknowledgement = Parameters.Ack(ack);
        using var lease = room.Take(request);
        var body = await PushBody.ReadAsync(request, null, cancellationToken);
        refusals.CountRejected(body.Rejected.Count);
        var answer = new PushAnswer(body.Rejected);
        if (body.Samples.Count == 0)
        {
            return answer.ToResult(acknowledgement);
        }

        var parts = body.Samples.GroupBy(sample => sample.InstanceId).Select(group => group.ToList()).ToList();
        var receipts = await grains.GetGrain<IIngestGrain>(0).PushAsync(
            [.. parts.Select(part => new InstanceBatch(part[0].InstanceId, body.BatchOf(part)))], acknowledgement, CancellationToken.None);
        foreach (var (part, receipt) in parts.Zip(receipts))
        {
            if (receipt.Receipt is { } taken)
            {
                answer.Add(part, taken);
            }
            else
            {
                answer.Add(part, receipt.Fault!);
            }
        }

        return answer.ToResult(acknowledgement);
    }
}
