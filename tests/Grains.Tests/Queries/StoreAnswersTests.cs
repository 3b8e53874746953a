using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Queries;
using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

public sealed class StoreAnswersTests : IDisposable
{
    private static readonly StoreQuestion Question = new("test", Guid.NewGuid(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), 0);
    private static readonly StoreMark Mark = new(Guid.NewGuid(), 1, OnlyLate: false);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<QueryInstruments>().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<int> _answer = new();
    private CancellationToken _asking;
    private int _asked;

    [Fact]
    public async Task Equal_questions_at_the_same_time_are_asked_once()
    {
        using var answers = Answers();
        var all = Enumerable.Range(0, 5).Select(_ => AskAsync(answers)).ToList();
        _answer.SetResult(7);

        Assert.All(await Task.WhenAll(all), answer => Assert.Equal(7, answer));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task An_answer_is_kept_until_something_is_written_or_it_is_too_old()
    {
        using var answers = Answers();
        _answer.SetResult(7);
        await AskAsync(answers);
        await AskAsync(answers);
        _time.Advance(TimeSpan.FromSeconds(29));
        await AskAsync(answers);
        Assert.Equal(1, _asked);

        await AskAsync(answers, Mark with { Writes = 2 });
        Assert.Equal(2, _asked);
        await AskAsync(answers, Mark with { Writes = 2, Silo = Guid.NewGuid() });
        Assert.Equal(3, _asked);

        await AskAsync(answers);
        _time.Advance(TimeSpan.FromSeconds(30));
        await AskAsync(answers);
        Assert.Equal(5, _asked);
    }

    [Fact]
    public async Task Nothing_is_kept_where_answers_may_have_no_age()
    {
        using var answers = Answers(options => options.CacheMaxAge = TimeSpan.Zero);
        var (first, second) = (AskAsync(answers), AskAsync(answers));
        _answer.SetResult(7);
        await Task.WhenAll(first, second);
        Assert.Equal(1, _asked);

        await AskAsync(answers);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Who_gives_up_does_not_stop_the_query_for_others_and_the_last_one_does()
    {
        using var answers = Answers();
        using var firstCancel = new CancellationTokenSource();
        using var secondCancel = new CancellationTokenSource();
        var (first, second) = (AskAsync(answers, cancel: firstCancel.Token), AskAsync(answers, cancel: secondCancel.Token));
        await Deadline.UntilAsync(() => Task.FromResult(Volatile.Read(ref _asked) == 1), "the query is under way");

        await firstCancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(_asking.IsCancellationRequested);

        await secondCancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.True(_asking.IsCancellationRequested);

        // Who comes after that asks anew.
        _answer.SetResult(7);
        Assert.Equal(7, await AskAsync(answers));
    }

    [Fact]
    public async Task An_answer_whose_asker_gave_up_is_shared_and_kept_for_the_others()
    {
        using var answers = Answers();
        using var cancel = new CancellationTokenSource();
        var (asker, other) = (AskAsync(answers, cancel: cancel.Token), AskAsync(answers));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asker);
        var third = AskAsync(answers);
        _answer.SetResult(7);

        var all = await Task.WhenAll(other, third);
        Assert.All(all, answer => Assert.Equal(7, answer));
        Assert.Equal(7, await AskAsync(answers));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task The_count_of_late_writes_says_nothing_about_that_of_all_writes()
    {
        using var answers = Answers();
        _answer.SetResult(7);
        await AskAsync(answers);
        await AskAsync(answers, Mark with { OnlyLate = true });

        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_wait_and_not_kept()
    {
        using var answers = Answers();
        var (first, second) = (AskAsync(answers, fail: true), AskAsync(answers, fail: true));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        _answer.SetResult(7);

        Assert.Equal(7, await AskAsync(answers));
    }

    [Fact]
    public async Task Queries_beyond_the_bound_wait_and_those_beyond_the_queue_are_refused()
    {
        using var limiter = new QueryLimiter(Options.Create(new MetricsOptions { QueryConcurrency = 2, QueryQueue = 1 }));
        Task<int> RunAsync() => limiter.RunAsync(_ => _answer.Task, CancellationToken.None);
        Task<int>[] running = [RunAsync(), RunAsync()];
        var waiting = RunAsync();

        await Assert.ThrowsAsync<OverloadedException>(RunAsync);
        Assert.False(waiting.IsCompleted);
        _answer.SetResult(7);

        Assert.Equal(21, (await Task.WhenAll([.. running, waiting])).Sum());
    }

    [Fact]
    public async Task Heavy_queries_leave_room_for_the_others()
    {
        using var limiter = new QueryLimiter(Options.Create(new MetricsOptions { QueryConcurrency = 6 }));
        var heavy = Enumerable.Range(0, 20).Select(_ => limiter.RunHeavyAsync(_ => _answer.Task, CancellationToken.None)).ToList();

        Assert.Equal(3, await limiter.RunAsync(_ => Task.FromResult(3), CancellationToken.None));
        _answer.SetResult(7);
        await Task.WhenAll(heavy);
    }

    public void Dispose() => _services.Dispose();

    private StoreAnswers Answers(Action<MetricsOptions>? configure = null)
    {
        var options = new MetricsOptions();
        configure?.Invoke(options);
        return new StoreAnswers(
            Options.Create(options), new QueryLimiter(Options.Create(options)), _services.GetRequiredService<QueryInstruments>(), _time);
    }

    private Task<int> AskAsync(StoreAnswers answers, StoreMark? mark = null, bool fail = false, CancellationToken cancel = default) => answers.GetAsync(
        Question,
        mark ?? Mark,
        token =>
        {
            _asking = token;
            Interlocked.Increment(ref _asked);
            return fail ? Task.FromException<int>(new InvalidOperationException("says a test")) : _answer.Task.WaitAsync(token);
        },
        _ => 1,
        cancel);
}
