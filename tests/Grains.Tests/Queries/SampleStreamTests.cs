using System.Diagnostics;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Long readings whose reader takes its time.</summary>
public sealed class SampleStreamTests
{
    private const string Cleaning = "Orleans.Runtime.AsyncEnumerableGrainExtension";
    private const int Count = 1_700;

    [Fact]
    public async Task A_reader_that_pauses_until_it_is_given_up_goes_on_where_it_was()
    {
        await using var cluster = await MetricsCluster.StartAsync(
            configureSilo: silo => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1)));
        var (id, start) = (Guid.NewGuid(), Timestamps.Floor(Samples.Now.AddHours(-1)));
        Sample[] sent = [.. Enumerable.Range(0, Count).Select(index => Samples.At(start.AddSeconds(index), index))];
        await cluster.Instance(id).PushAsync(Samples.Batch(sent), Acknowledgement.Durable);

        var cleaned = 0;
        using var watched = DiagnosticListener.AllListeners.Subscribe(new Watcher(() => Interlocked.Increment(ref cleaned)));
        var read = new List<long>();
        await using var raw = cluster.Grains.GetGrain<IUsageStreamGrain>(Guid.NewGuid()).ReadSamplesAsync(id, start, Samples.Now).GetAsyncEnumerator();
        Assert.True(await raw.MoveNextAsync());
        await foreach (var sample in cluster.Grains.ReadSamplesAsync(id, start, Samples.Now))
        {
            if (read.Count is 600 or 1_200)
            {
                var before = Volatile.Read(ref cleaned);
                await Deadline.UntilAsync(() => Volatile.Read(ref cleaned) >= before + 6, "readers that pause to be given up");
            }

            read.Add(sample.Sample.NetworkIn);
        }

        Assert.Equal(sent.Select(sample => sample.NetworkIn), read);
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () =>
        {
            while (await raw.MoveNextAsync())
            {
            }
        });
    }

    [Fact]
    public async Task A_reading_whose_instance_is_deleted_meanwhile_fails_and_does_not_end_as_if_it_were_complete()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var (id, start) = (Guid.NewGuid(), Timestamps.Floor(Samples.Now.AddHours(-1)));
        const int MoreThanAPage = 8_000;
        await cluster.Instance(id).PushAsync(Samples.Batch([.. Enumerable.Range(0, MoreThanAPage).Select(index => Samples.At(start.AddMilliseconds(index), index))]), Acknowledgement.Durable);

        var read = 0;
        await Assert.ThrowsAsync<UnknownInstanceException>(async () =>
        {
            await foreach (var _ in cluster.Grains.ReadSamplesAsync(id, start, Samples.Now))
            {
                if (read++ == 0)
                {
                    await cluster.Instance(id).DeleteAsync();
                }
            }
        });

        Assert.InRange(read, 1, MoreThanAPage - 1);
    }

    [Fact]
    public async Task A_reading_of_first_samples_that_wait_for_their_flush_is_complete()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var (id, start) = (Guid.NewGuid(), Timestamps.Floor(Samples.Now.AddHours(-1)));
        await cluster.Instance(id).PushAsync(Samples.Batch(Samples.At(start, 1), Samples.At(start.AddSeconds(1), 2)), Acknowledgement.Accepted);

        Assert.Equal([1, 2], await cluster.Grains.ReadSamplesAsync(id, start, Samples.Now).Select(sample => sample.Sample.NetworkIn).ToListAsync());
    }

    private sealed class Watcher(Action cleaned) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == Cleaning)
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "OnEnumeratorCleanupCompleted")
            {
                cleaned();
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
