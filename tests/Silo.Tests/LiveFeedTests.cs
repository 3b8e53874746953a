using System.Text;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Live;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>How viewers share an instance's feed, and what they are told while nothing happens or too much.</summary>
public sealed class LiveFeedTests
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly FakeTimeProvider _time = new();
    private readonly List<InstanceSample> _samples = [];
    private Exception? _failure;
    private int _queries;
    private int _cancelled;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewers_of_one_instance_share_a_query_a_second_which_ends_with_the_last_of_them()
    {
        var feeds = Feeds(2);
        Add(1);
        using var one = feeds.Enter(_id);
        var two = feeds.Enter(_id);
        Assert.Throws<OverloadedException>(() => feeds.Enter(Guid.NewGuid()));
        await one.BeginAsync(1, Cancel);
        await two.BeginAsync(1, Cancel);
        await one.NextAsync(Cancel);
        await two.NextAsync(Cancel);
        Assert.Equal(3, _queries);

        var (first, second) = (one.NextAsync(Cancel), two.NextAsync(Cancel));
        Add(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2, 2], new[] { await first, await second }.Select(events => Cpu(Assert.Single(events))));
        Assert.Equal(4, _queries);

        two.Dispose();
        _failure = new TaskCanceledException();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Deadline.UntilAsync(() => Volatile.Read(ref _queries) == 5, "a query that hangs");
        one.Dispose();
        await Deadline.UntilAsync(() => Volatile.Read(ref _cancelled) == 1, "it to be cancelled");
        Assert.Equal(0, feeds.Viewers);
        feeds.Enter(_id).Dispose();
    }

    [Fact]
    public async Task A_database_that_is_away_for_a_while_costs_a_viewer_nothing()
    {
        using var viewer = Feeds(1).Enter(_id);
        Add(1);
        await viewer.BeginAsync(1, Cancel);
        await viewer.NextAsync(Cancel);
        var next = viewer.NextAsync(Cancel);
        _failure = new StoreUnavailableException("away");
        Add(2);
        await PollAsync();
        _failure = null;
        await PollAsync();
        Assert.Equal(2, Cpu(Assert.Single(await next)));
    }

    [Fact]
    public async Task More_samples_at_once_than_are_looked_at_are_all_told_and_more_than_a_stream_may_catch_up_are_a_gap_that_is_told()
    {
        using var viewer = Feeds(1).Enter(_id);
        Add(1);
        var place = Assert.Single(await viewer.BeginAsync(1, Cancel)).Id;
        await viewer.NextAsync(Cancel);
        var next = viewer.NextAsync(Cancel);
        Add([.. Enumerable.Range(2, 5_000)]);
        await PollAsync();
        Assert.Equal(Enumerable.Range(2, 5_000), (await next).Select(Cpu));

        Add([.. Enumerable.Range(6_000, 6_000)]);
        using var back = Feeds(1).Enter(_id);
        Assert.True(Json.SampleCursorText.TryParse(place, out var cursor));
        var events = await back.ResumeAsync(cursor, Cancel);
        Assert.Equal("gap", events[0].Type);
        Assert.Equal(new LiveGap(At(1), At(1_002)), events[0].Data);
        Assert.Equal([.. Enumerable.Range(1_002, 4_000), .. Enumerable.Range(6_000, 6_000)], events.Skip(1).Select(Cpu));
    }

    [Fact]
    public async Task While_nothing_happens_a_comment_goes_out_each_15_seconds_and_the_stream_ends_when_the_silo_stops()
    {
        var feeds = Feeds(1);
        var viewer = feeds.Enter(_id);
        var first = await viewer.BeginAsync(0, Cancel);
        using var stopping = new CancellationTokenSource();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        var answer = new LiveAnswer(viewer, first, feeds, _time, stopping.Token).ExecuteAsync(context);

        await Deadline.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Text().Split(": nothing new\n\n").Length == 3;
            },
            "two comments");
        Assert.StartsWith("retry: ", Text(), StringComparison.Ordinal);
        Assert.Contains("\nid: 1970-01-01T00:00:00Z\n\n: nothing new", Text(), StringComparison.Ordinal);

        await stopping.CancelAsync();
        await answer.WaitAsync(Deadline.Default, Cancel);
        Assert.Equal(0, feeds.Viewers);

        string Text() => Encoding.UTF8.GetString(body.ToArray());
    }

    private static int Cpu(LiveEvent told) => (int)Assert.IsType<Json.SampleRow>(told.Data).CpuUsage;

    private DateTimeOffset At(int milliseconds) => _time.Start.AddMilliseconds(milliseconds);

    private LiveFeeds Feeds(int streams) => new(_ => ReadAsync, new ServiceOptions { LiveStreams = streams }, _time, NullLogger<LiveFeed>.Instance);

    private void Add(params int[] cpus)
    {
        lock (_samples)
        {
            _samples.AddRange(cpus.Select(cpu => new InstanceSample(SampleId.Derive(SampleId.TailOf(_id), At(cpu)), _id, new Sample(At(cpu), cpu, 0, 0, 0, 0))));
        }
    }

    /// <summary>Lets a second pass, and waits for the question that it brings.</summary>
    private async Task PollAsync()
    {
        var before = Volatile.Read(ref _queries);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Deadline.UntilAsync(() => Volatile.Read(ref _queries) > before, "a query");
    }

    private async Task<SamplePage> ReadAsync(int limit, SampleCursor? before, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        if (_failure is OperationCanceledException)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref _cancelled);
            }
        }

        if (_failure is { } failure)
        {
            throw failure;
        }

        lock (_samples)
        {
            var found = _samples.Where(sample => before is not { } place || sample.Sample.Timestamp < place.Timestamp).OrderByDescending(sample => sample.Sample.Timestamp).Take(limit + 1).ToList();
            var items = found.Take(limit).ToList();
            return new SamplePage(items, found.Count > limit ? LivePosition.Of(items[^1]) : null);
        }
    }
}
