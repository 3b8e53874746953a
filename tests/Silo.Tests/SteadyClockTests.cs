using LaunchStack.Metrics.Silo.Hosting;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(60);

    private readonly JumpingClock _clock = new();
    private readonly SteadyClock _steady;

    public SteadyClockTests() => _steady = new SteadyClock(_clock);

    [Theory]
    [InlineData(100)]
    [InlineData(-100)]
    [InlineData(1_000_000)]
    public void A_jump_that_is_taken_back_hardly_shows(int minutes)
    {
        _clock.Off = TimeSpan.FromMinutes(minutes);
        _clock.Elapsed += TimeSpan.FromSeconds(20);
        Assert.Equal(Start + _clock.Elapsed, _steady.GetUtcNow(), TimeSpan.FromSeconds(0.5));

        _clock.Off = TimeSpan.Zero;
        _clock.Elapsed += TimeSpan.FromSeconds(20);
        Assert.Equal(Start + _clock.Elapsed, _steady.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_jump_that_lasts_is_caught_up_with_and_time_never_goes_back(int minutes)
    {
        _clock.Off = TimeSpan.FromMinutes(minutes);
        var before = _steady.GetUtcNow();
        for (var second = 0; second < 40 * 60; second++)
        {
            _clock.Elapsed += TimeSpan.FromSeconds(1);
            var now = _steady.GetUtcNow();
            Assert.InRange(now - before, TimeSpan.FromSeconds(0.975), TimeSpan.FromSeconds(1.025));
            before = now;
        }

        Assert.Equal(_clock.GetUtcNow(), before);
    }

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public TimeSpan Off { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Start + Elapsed + Off;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
