using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Grains.Writer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Grains.Tests.Tail;

public sealed class FlushClockTests : IAsyncDisposable
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly FakeTimeProvider _time = new(Samples.Now);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<SampleCounters>().BuildServiceProvider();
    private readonly WriterQueue _queue;
    private readonly TailRegistry _tails;
    private readonly FlushClock _clock;

    public FlushClockTests()
    {
        var options = Options.Create(new MetricsOptions { WriterLanes = 1 });
        _queue = new WriterQueue(options);
        var present = new PresentInstances(Options.Create(new GrainCollectionOptions()), _time);
        var left = new LeftInstances(present, new InstanceReferences(null!), null!, null!, NullLogger<LeftInstances>.Instance);
        _tails = new TailRegistry(options, _queue, new WriteMarks(_time), left, _services.GetRequiredService<SampleCounters>());
        _clock = new FlushClock(_tails, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _clock.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public void A_buffer_is_handed_over_when_its_time_has_come_and_not_before()
    {
        var (early, late) = (Guid.NewGuid(), Guid.NewGuid());
        Push(late, 1, TimeSpan.FromSeconds(6));
        Push(early, 1, TimeSpan.FromSeconds(4));

        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Empty(HandedOver());
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal([early], HandedOver());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([late], HandedOver());
    }

    [Fact]
    public void Buffers_whose_time_comes_within_a_tenth_of_a_second_go_together()
    {
        Guid[] ids = [.. Enumerable.Range(0, 90).Select(_ => Guid.NewGuid())];
        foreach (var (id, index) in ids.Select((id, index) => (id, index)))
        {
            Push(id, 1, TimeSpan.FromMilliseconds(5_001 + index));
        }

        _time.Advance(TimeSpan.FromMilliseconds(5_095));
        Assert.Empty(HandedOver());
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(ids.ToHashSet(), HandedOver().ToHashSet());
    }

    [Fact]
    public void A_short_time_is_not_made_much_longer()
    {
        Push(_id, 1, TimeSpan.FromMilliseconds(103));

        _time.Advance(TimeSpan.FromMilliseconds(115));
        Assert.Equal([_id], HandedOver());
    }

    [Fact]
    public void A_buffer_that_was_handed_over_before_does_not_take_the_time_of_the_one_after_it()
    {
        Push(_id, 1, TimeSpan.FromSeconds(5));
        _tails.HandOver(_id);
        Assert.Equal([_id], HandedOver());

        _time.Advance(TimeSpan.FromSeconds(4));
        Push(_id, 2, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(HandedOver());
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal([_id], HandedOver());
    }

    [Fact]
    public void Who_comes_late_for_a_buffer_does_not_take_the_place_of_the_one_after_it()
    {
        var earlier = Push(_id, 1, TimeSpan.FromSeconds(5));
        _tails.HandOver(_id);
        Push(_id, 2, TimeSpan.FromSeconds(5));
        _clock.Arm(_id, earlier, TimeSpan.FromSeconds(5));
        Assert.Equal([_id], HandedOver());

        _time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal([_id], HandedOver());
    }

    [Fact]
    public void An_interval_that_has_become_shorter_holds_for_the_buffer_that_waits()
    {
        var position = Push(_id, 1, TimeSpan.FromMinutes(10));
        _clock.Arm(_id, position, TimeSpan.FromSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal([_id], HandedOver());
    }

    [Fact]
    public async Task Nothing_is_handed_over_after_the_end()
    {
        Push(_id, 1, TimeSpan.FromSeconds(5));
        await _clock.DisposeAsync();

        _time.Advance(TimeSpan.FromSeconds(10));
        Push(_id, 2, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(HandedOver());
        Assert.Equal(2, _tails.Samples);
    }

    private long Push(Guid id, int second, TimeSpan within)
    {
        using var push = CheckedPush.Of(Samples.Batch(Samples.At(Samples.Now.AddSeconds(second - 60))), new SampleRules(Samples.Now, TimeSpan.FromDays(1)), 0);
        var position = _tails.Append(id, push, handOver: false, out _)!.Value.Durability.Accepted;
        _clock.Arm(id, position, within);
        return position;
    }

    private List<Guid> HandedOver()
    {
        var ids = new List<Guid>();
        while (_queue.Readers[0].TryRead(out var batch))
        {
            ids.Add(batch.InstanceId);
        }

        return ids;
    }
}
