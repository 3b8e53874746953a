using System.Net;
using LaunchStack.Metrics.Silo.Tests.Support;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Parameters that a call does not have.</summary>
public sealed class UnknownParameterTests(SqliteSilo silo) : IClassFixture<SqliteSilo>
{
    private readonly Guid _id = Guid.NewGuid();

    [Theory]
    [InlineData("GET", "instances/{0}/range?form=2026-01-01T00:00:00Z", "form", "from, to, resolution, points, fill")]
    [InlineData("GET", "instances/{0}/hourly?tz=Europe/Berlin", "tz", "from, to")]
    [InlineData("GET", "instances/{0}/daily?from=2026-01-01T00:00:00Z&zone=UTC", "zone", "from, to, tz")]
    [InlineData("GET", "instances/{0}/samples?page=2", "page", "limit, before, from, to")]
    [InlineData("GET", "instances/{0}/totals?percentile=true", "percentile", "from, to, percentiles")]
    [InlineData("GET", "instances/{0}/live?Last-Event-ID=x", "Last-Event-ID", "last")]
    [InlineData("GET", "instances/{0}?id={0}", "id", "none")]
    [InlineData("GET", "instances/{0}/settings?x", "x", "none")]
    [InlineData("GET", "instances?after=x", "after", "name, limit, cursor")]
    [InlineData("GET", "latest/?after=x", "after", "instances, limit, cursor")]
    [InlineData("GET", "range?instances={0}&step=60", "step", "instances, from, to, resolution, points, fill")]
    [InlineData("GET", "stats?instances={0}&from=x", "from", "instances")]
    [InlineData("GET", "top?order=cpu", "order", "by, from, to, limit")]
    [InlineData("POST", "instances/{0}/samples?durable=true", "durable", "ack")]
    [InlineData("POST", "samples?durable=true", "durable", "ack")]
    [InlineData("DELETE", "instances/{0}?dry_run=true", "dry_run", "none")]
    public async Task A_parameter_that_a_call_does_not_have_is_refused_with_those_that_it_has(string method, string path, string field, string known)
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");

        var (status, problem) = await silo.Http.SendAsync(new HttpMethod(method), string.Format(null, path, _id), method == "POST" ? "[]" : null);

        Assert.Equal(
            (HttpStatusCode.BadRequest, field, $"is no parameter of this call, which has {known}"),
            (status, (string?)problem["field"], (string?)problem["rule"]));
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync($"instances/{_id}")).Status);
    }

    [Theory]
    [InlineData("instances/{0}/stats/?_=1764165600")]
    [InlineData("instances/{0}/stats/history/?period=10m&_=1764165600")]
    [InlineData("health?_=1764165600")]
    [InlineData("instances/{0}/range?FROM=2026-01-01T00:00:00Z")]
    [InlineData("instances/{0}/range?")]
    public async Task The_front_ends_calls_take_any_and_letters_are_the_same_in_upper_and_lower_case(string path)
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");

        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync(string.Format(null, path, _id))).Status);
    }
}
