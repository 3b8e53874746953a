using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Reads that go on while an instance moves between silos and is pushed to.</summary>
public sealed class ReadsDuringMovesTests
{
    private const int Least = 120;
    private const int Readers = 3;

    // Hours that are over and the one that is not: answers about them are kept under different marks.
    private static readonly DateTimeOffset Start = Timestamps.Hour(Samples.Now).AddHours(-2);

    private readonly Guid _id = Guid.NewGuid();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_acknowledged_is_in_the_next_answer_and_nothing_is_in_one_twice(int seed)
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var random = new Random(seed);
        var (sent, acknowledged) = (0, 0);
        using var done = new CancellationTokenSource();
        using var late = new CancellationTokenSource(Deadline.Default);
        var (moves, rejected) = (0, 0);
        var moving = Task.Run(MoveAsync);
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(ReadAsync)).ToList();
        try
        {
            while (Volatile.Read(ref acknowledged) < Least || Volatile.Read(ref moves) < 10)
            {
                late.Token.ThrowIfCancellationRequested();
                await PushAsync();
                await CheckAsync();
                if (moving.IsCompleted)
                {
                    await moving;
                }
            }
        }
        finally
        {
            await done.CancelAsync();
        }

        await moving;
        TestContext.Current.SendDiagnosticMessage($"{sent} samples, {moves} moves, {rejected} calls rejected");
        Assert.All(await Task.WhenAll(readers), reads => Assert.NotEqual(0, reads));
        await CheckAsync();
        await cluster.Instance(_id).FlushAsync();
        Assert.Equal(sent, await cluster.StoredAsync(_id));

        async Task PushAsync()
        {
            var first = sent;
            Sample[] samples = [.. Enumerable.Range(first, random.Next(1, 4)).Select(index => Samples.At(
                index % 2 == 0 ? Samples.Now.AddSeconds(-1).AddMilliseconds(index) : Start.AddMilliseconds(index), 1))];
            Volatile.Write(ref sent, first + samples.Length);
            var acknowledgement = random.Next(3) == 0 ? Acknowledgement.Durable : Acknowledgement.Accepted;
            await AnsweredAsync(() => cluster.Instance(_id).PushAsync(Samples.Batch(samples), acknowledgement));
            Volatile.Write(ref acknowledged, sent);
        }

        // To and fro, while the others wait for nothing. A grain that is called at that moment may come to life where it was.
        async Task MoveAsync()
        {
            while (!done.IsCancellationRequested)
            {
                var (to, before) = (await AnsweredAsync(() => cluster.BeginMoveAsync(_id)), Volatile.Read(ref acknowledged));
                await Deadline.UntilAsync(() => done.IsCancellationRequested || Volatile.Read(ref acknowledged) >= before + 5, "more pushes between two moves");

                moves += to.Equals(await AnsweredAsync(() => cluster.PlaceOfAsync(_id))) ? 1 : 0;
            }
        }

        async Task<int> ReadAsync()
        {
            var reads = 0;
            await Deadline.UntilAsync(() => done.IsCancellationRequested || Volatile.Read(ref acknowledged) > 0, "a first push");
            while (!done.IsCancellationRequested)
            {
                await CheckAsync();
                reads++;
            }

            return reads;
        }

        async Task CheckAsync()
        {
            var (query, to) = (cluster.Query(_id), Samples.Now.AddHours(1));
            await InRangeAsync("hours", async () => (await query.GetHourlyAsync(Start, to)).Sum(hour => hour.SampleCount));
            await InRangeAsync("totals", async () => (await query.GetTotalsAsync(Start, to, percentiles: false)).SampleCount);
            await InRangeAsync("minutes", async () => (await query.GetRangeAsync(
                new RangeQuery { From = Start, To = to, Resolution = Resolution.Minute })).Points.Sum(point => point.SampleCount));
            await InRangeAsync("samples", async () =>
            {
                var items = (await query.GetRecentAsync(5_000)).Items;
                Assert.Equal(items.Count, items.Select(item => item.Id).Distinct().Count());
                return items.Count;
            });
        }

        async Task InRangeAsync(string what, Func<Task<long>> count)
        {
            var least = Volatile.Read(ref acknowledged);
            var found = await count();
            var most = Volatile.Read(ref sent);
            Assert.True(found >= least && found <= most, $"{found} in {what}, with {least} acknowledged before and {most} sent by then, after {moves} moves");
        }

        // A client's own call to a grain that moves may have no answer, and is made again; a query grain's is not the client's to repeat.
        async Task<T> AnsweredAsync<T>(Func<Task<T>> ask)
        {
            while (true)
            {
                try
                {
                    return await ask();
                }
                catch (OrleansMessageRejectionException)
                {
                    rejected++;
                }
            }
        }
    }
}
