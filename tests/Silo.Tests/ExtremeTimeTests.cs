using System.Net;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Tests.Support;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Whatever times a call is sent, it has an answer or a refusal that names the field; the service never fails.</summary>
public sealed class ExtremeTimeTests(SqliteSilo silo) : IClassFixture<SqliteSilo>
{
    private static readonly string?[] Times =
    [
        null,
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00%2B14:00",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00.0000001Z",
        "1970-01-02T00:00:00-14:00",
        "2001-02-28T23:59:59.9999999Z",
        Now(-31),
        Now(-1),
        Now(0),
        Now(0.99),
        Now(1.01),
        "2262-04-11T23:47:16.854775807Z",
        "9999-12-31T00:00:00Z",
        "9999-12-31T12:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "9999-12-31T23:59:59-14:00",
    ];

    private static readonly string[] Calls =
    [
        "instances/ID/hourly?",
        "instances/ID/daily?",
        "instances/ID/daily?tz=Europe/Berlin&",
        "instances/ID/daily?tz=Asia/Kolkata&",
        "instances/ID/daily?tz=Pacific/Kiritimati&",
        "instances/ID/daily?tz=Pacific/Pago_Pago&",
        "instances/ID/totals?",
        "instances/ID/totals?percentiles=true&",
        "instances/ID/range?",
        "instances/ID/range?resolution=raw&",
        "instances/ID/range?resolution=minute&fill=previous&",
        "instances/ID/range?resolution=hour&fill=linear&",
        "instances/ID/range?resolution=day&fill=null&",
        "range?instances=ID&",
        "top?",
    ];

    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task No_range_is_a_fault_of_the_service()
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow().AddDays(-3))},{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        var wrong = new List<string>();
        foreach (var (call, from, to) in from call in Calls from begin in Times from end in Times select (call, begin, end))
        {
            var path = $"{call.Replace("ID", $"{_id}", StringComparison.Ordinal)}{(from is null ? "" : $"from={from}&")}{(to is null ? "" : $"to={to}")}";
            var (status, body) = await silo.Http.ReadAsync(path.TrimEnd('?', '&'));
            var field = status == HttpStatusCode.OK ? null : (string?)body["field"];

            // A default is nothing that the caller can mend.
            var isGiven = field is null or "tz" or "resolution" || (field == "from" ? from : to) is not null;
            if (status is not (HttpStatusCode.OK or HttpStatusCode.BadRequest) || (status == HttpStatusCode.BadRequest && (field is null || !isGiven)))
            {
                wrong.Add($"{(int)status} {path}: {body.ToJsonString()}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task No_place_to_go_on_from_is_a_fault_of_the_service()
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");
        foreach (var moment in Times.Where(moment => moment is not null))
        {
            foreach (var (call, header) in new[] { ($"samples?before={moment}", null), ("live?last=1", Uri.UnescapeDataString(moment!)) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"instances/{_id}/{call}");
                if (header is not null)
                {
                    request.Headers.Add("Last-Event-ID", header);
                }

                using var answer = await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{call} {header}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task No_export_is_a_fault_of_the_service()
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");
        foreach (var (from, to) in Times.SelectMany(from => Times, (from, to) => (from, to)).Where(range => range != (null, null)))
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, $"instances/{_id}/samples?{(from is null ? "" : $"from={from}&")}{(to is null ? "" : $"to={to}")}".TrimEnd('&'));
            request.Headers.Add("Accept", "text/csv");
            using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{request.RequestUri}: {answer.StatusCode}");
        }
    }

    private static string Now(double days) => Rfc3339.Format(TimeProvider.System.GetUtcNow().AddDays(days));
}
