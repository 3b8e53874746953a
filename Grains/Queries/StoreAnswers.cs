using System.Diagnostics.CodeAnalysis;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Telemetry;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// Keeps the store's answers for as long as nothing that this service writes can have changed them, and no longer than what others write may
/// go unseen. Equal questions at the same time are asked once.
/// </summary>
internal sealed class StoreAnswers(IOptions<MetricsOptions> options, QueryLimiter limiter, QueryInstruments instruments, TimeProvider time) : IDisposable
{
    private const double MostEarly = 0.5;

    private readonly Lock _gate = new();
    private readonly TimeSpan _maxAge = options.Value.CacheMaxAge;
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = TailSize.CacheBoundOf(options.Value), CompactionPercentage = 0.2 });

    /// <summary>The answer to a question: a kept one, one that is under way, or a new one.</summary>
    /// <param name="question">The question; it names the query and all that its answer depends on.</param>
    /// <param name="mark">The mark that was read before, with the tail.</param>
    /// <param name="ask">Asks the store.</param>
    /// <param name="size">What an answer takes in memory, in bytes; null: it is not kept.</param>
    /// <param name="cancellationToken">Stops the waiting; the query stops with the last one that waits.</param>
    /// <param name="isHeavy">Whether the query reads much.</param>
    public async Task<T> GetAsync<T>(
        StoreQuestion question,
        StoreMark mark,
        Func<CancellationToken, Task<T>> ask,
        Func<T, long>? size,
        CancellationToken cancellationToken,
        bool isHeavy = false)
    {
        while (true)
        {
            var answer = Find(question, mark, ask, size, isHeavy, out var asked);
            instruments.CountLookup(question.Query, hit: !asked);
            try
            {
                return await ((Task<T>)answer.Task).WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (answer.Abandoned.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // It was given up at the moment of joining.
            }
            finally
            {
                answer.Leave();
            }
        }
    }

    /// <summary>The answer to a question, which is shared with those who ask the same at the same time and not kept.</summary>
    /// <param name="question">The question.</param>
    /// <param name="mark">The mark that was read before, with the tail.</param>
    /// <param name="ask">Asks the store.</param>
    /// <param name="cancellationToken">Stops the waiting; the query stops with the last one that waits.</param>
    public Task<T> ShareAsync<T>(StoreQuestion question, StoreMark mark, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        GetAsync(question, mark, ask, size: null, cancellationToken);

    /// <summary>Whether an answer is there, or under way.</summary>
    public bool Has(StoreQuestion question, StoreMark mark)
    {
        lock (_gate)
        {
            return _kept.TryGetValue(question, out StoreAnswer? found) && IsValid(found!, mark);
        }
    }

    /// <summary>Whether answers are kept at all.</summary>
    public bool AreKept => _maxAge > TimeSpan.Zero;

    /// <summary>The answer to a question, where it is there already.</summary>
    /// <param name="question">The question.</param>
    /// <param name="mark">The mark that was read before, with the tail.</param>
    /// <param name="value">The answer.</param>
    public bool TryGet<T>(StoreQuestion question, StoreMark mark, [MaybeNullWhen(false)] out T value)
    {
        StoreAnswer? found;
        lock (_gate)
        {
            found = _kept.TryGetValue(question, out StoreAnswer? there) && IsValid(there!, mark) && there!.Task.IsCompletedSuccessfully ? there : null;
        }

        instruments.CountLookup(question.Query, hit: found is not null);
        value = found is null ? default : ((Task<T>)found.Task).Result;
        return found is not null;
    }

    /// <summary>Keeps what is known already as the answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="mark">The mark that was read before the store was asked.</param>
    /// <param name="askedAt">When the store was asked, by the clock's timestamp.</param>
    /// <param name="value">The answer.</param>
    /// <param name="size">What it takes in memory, in bytes.</param>
    /// <param name="early">How much earlier than others it ends: from 0, not at all, to 1, after half of the time.</param>
    public void Keep<T>(StoreQuestion question, StoreMark mark, long askedAt, T value, long size, double early = 0)
    {
        askedAt -= (long)(early * MostEarly * _maxAge.TotalSeconds * time.TimestampFrequency);
        lock (_gate)
        {
            if (_maxAge > TimeSpan.Zero)
            {
                _kept.Set(question, new StoreAnswer(mark, askedAt) { Task = Task.FromResult(value) }, new MemoryCacheEntryOptions { Size = size, AbsoluteExpirationRelativeToNow = KeptFor });
            }
        }
    }

    /// <summary>Asks the store when it is the query's turn, and keeps nothing.</summary>
    public Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken) => limiter.RunAsync(ask, cancellationToken);

    public void Dispose() => _kept.Dispose();

    private StoreAnswer Find<T>(
        StoreQuestion question, StoreMark mark, Func<CancellationToken, Task<T>> ask, Func<T, long>? size, bool isHeavy, out bool asked)
    {
        lock (_gate)
        {
            asked = false;
            if (_kept.TryGetValue(question, out StoreAnswer? found) && IsValid(found!, mark) && (found!.Task.IsCompleted || found.TryJoin()))
            {
                return found;
            }

            asked = true;
            var answer = new StoreAnswer(mark, time.GetTimestamp());
            answer.Task = Task.Run(() => AskAsync(question, answer, ask, size, isHeavy), CancellationToken.None);
            _kept.Set(question, answer, new MemoryCacheEntryOptions { Size = 0, AbsoluteExpirationRelativeToNow = KeptFor });
            return answer;
        }
    }

    private bool IsValid(StoreAnswer answer, StoreMark mark) => answer.Mark == mark
        && (!answer.Task.IsCompleted || (answer.Task.IsCompletedSuccessfully && time.GetElapsedTime(answer.AskedAt) < _maxAge));

    // By itself, for who asked first may be gone before the others.
    private async Task<T> AskAsync<T>(
        StoreQuestion question, StoreAnswer answer, Func<CancellationToken, Task<T>> ask, Func<T, long>? size, bool isHeavy)
    {
        try
        {
            var value = await (isHeavy ? limiter.RunHeavyAsync(ask, answer.Abandoned) : limiter.RunAsync(ask, answer.Abandoned));
            if (size is null)
            {
                Forget(question, answer);
            }
            else
            {
                Keep(question, answer, size(value));
            }

            return value;
        }
        catch
        {
            Forget(question, answer);
            throw;
        }
    }

    // Where nothing is kept, equal questions still share what is under way.
    private TimeSpan KeptFor => _maxAge > TimeSpan.Zero ? _maxAge : TimeSpan.FromSeconds(30);

    private void Keep(StoreQuestion question, StoreAnswer answer, long size)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(question, out StoreAnswer? found) && found == answer)
            {
                if (_maxAge > TimeSpan.Zero)
                {
                    _kept.Set(question, answer, new MemoryCacheEntryOptions { Size = size, AbsoluteExpirationRelativeToNow = KeptFor });
                }
                else
                {
                    _kept.Remove(question);
                }
            }
        }
    }

    private void Forget(StoreQuestion question, StoreAnswer answer)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(question, out StoreAnswer? found) && found == answer)
            {
                _kept.Remove(question);
            }
        }
    }
}
