using System.Diagnostics;
using System.Net;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Samples as they come, by server-sent events.</summary>
public sealed class LiveTests(SqliteSilo silo)
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddMinutes(-5);

    [Fact]
    public async Task A_stream_has_the_newest_samples_first_and_then_each_new_one_within_about_a_second()
    {
        await PushAsync(1, 2, 3);
        using var stream = await LiveStream.OpenAsync(silo.Http, _id, "?last=2");
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.ToString());
        Assert.Empty(stream.Response.Content.Headers.ContentEncoding);
        Assert.True(stream.Response.Headers.CacheControl?.NoStore);

        var (_, sample) = (await stream.NextAsync())!.Value;
        var listed = (await silo.Http.ReadAsync($"instances/{_id}/samples?limit=2")).Body["items"]![1]!;
        Assert.Equal(listed.ToJsonString(), sample.ToJsonString());
        await stream.ExpectAsync(3);
        Assert.InRange(stream.Retry, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

        var pushed = Stopwatch.StartNew();
        await PushAsync(4, 5);
        await stream.ExpectAsync(4, 5);
        Assert.InRange(pushed.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Who_comes_back_with_the_id_of_the_last_event_misses_none_and_has_none_twice()
    {
        await PushAsync(1, 2);
        string place;
        using (var stream = await LiveStream.OpenAsync(silo.Http, _id))
        {
            await stream.ExpectAsync(2);
            place = stream.LastEventId;
        }

        await PushAsync([.. Enumerable.Range(3, 2_500)]);
        using var again = await LiveStream.OpenAsync(silo.Http, _id, "?last=5", place);
        await again.ExpectAsync([.. Enumerable.Range(3, 2_500)]);
        await PushAsync(9_000);
        await again.ExpectAsync(9_000);
    }

    [Fact]
    public async Task Who_had_no_event_yet_comes_back_to_where_the_stream_began()
    {
        await PushAsync(1, 2);
        string place;
        using (var stream = await LiveStream.OpenAsync(silo.Http, _id, "?last=0"))
        {
            await PushAsync(3);
            await stream.ExpectAsync(3);
        }

        using (var stream = await LiveStream.OpenAsync(silo.Http, _id, "?last=0"))
        {
            // Its id is in what comes before any event.
            place = await PrologueAsync(stream);
        }

        await PushAsync(4);
        using var again = await LiveStream.OpenAsync(silo.Http, _id, lastEventId: place);
        await again.ExpectAsync(4);
    }

    [Fact]
    public async Task A_late_sample_is_sent_when_it_comes_and_does_not_move_the_place_to_come_back_to()
    {
        await PushAsync(1, 5);
        using var stream = await LiveStream.OpenAsync(silo.Http, _id);
        await stream.ExpectAsync(5);
        var place = stream.LastEventId;

        await PushAsync(3);
        await stream.ExpectAsync(3);
        Assert.Equal(place, stream.LastEventId);
        await PushAsync(6);
        await stream.ExpectAsync(6);

        using var again = await LiveStream.OpenAsync(silo.Http, _id, lastEventId: place);
        await again.ExpectAsync(6);
        await PushAsync(4);
        await again.ExpectAsync(4);
        await stream.ExpectAsync(4);
    }

    [Fact]
    public async Task A_deleted_instance_ends_its_stream_with_an_event_that_says_so()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.ReadAsync($"instances/{_id}/live")).Status);
        await PushAsync(1);
        using var stream = await LiveStream.OpenAsync(silo.Http, _id);
        await stream.ExpectAsync(1);

        await silo.Http.SendAsync(HttpMethod.Delete, $"instances/{_id}");

        var (type, data) = (await stream.NextAsync())!.Value;
        Assert.Equal(("end", """{"reason":"deleted"}"""), (type, data.ToJsonString()));
        Assert.Null(await stream.NextAsync());
        var (status, problem) = await silo.Http.ReadAsync($"instances/{_id}/live");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.False(string.IsNullOrEmpty((string?)problem["error"]));
    }

    [Theory]
    [InlineData("?last=1001", null, "last")]
    [InlineData("?last=-1", null, "last")]
    [InlineData("", "yesterday", "Last-Event-ID")]
    public async Task A_wrong_parameter_is_a_problem_that_names_it(string query, string? lastEventId, string field)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"instances/{_id}/live{query}");
        request.Headers.Add("Last-Event-ID", lastEventId ?? "");
        using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"field\":\"{field}\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> PrologueAsync(LiveStream stream)
    {
        using var reader = new StreamReader(await stream.Response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync().WaitAsync(Deadline.Default) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                return line["id: ".Length..];
            }
        }

        throw new EndOfStreamException();
    }

    /// <summary>Samples whose CPU usage tells how many milliseconds they are after the first.</summary>
    private async Task PushAsync(params int[] cpus) =>
        await silo.Http.PushAsync(_id, $"[{string.Join(',', cpus.Select(cpu => HttpCalls.SampleAt(_start.AddMilliseconds(cpu), $"\"cpu_usage\":{cpu}")))}]");
}
