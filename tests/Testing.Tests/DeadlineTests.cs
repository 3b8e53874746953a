namespace LaunchStack.Metrics.Testing.Tests;

public sealed class DeadlineTests
{
    [Fact]
    public async Task A_deadline_names_what_did_not_come_and_the_last_problem()
    {
        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => Deadline.UntilAsync(
            () => throw new InvalidOperationException("still warming up"), TimeSpan.FromMilliseconds(50), "the kettle boils"));
        Assert.Contains("the kettle boils", timeout.Message, StringComparison.Ordinal);
        Assert.Equal("still warming up", timeout.InnerException?.Message);
    }

    [Fact]
    public async Task A_deadline_returns_as_soon_as_the_condition_holds()
    {
        var calls = 0;
        await Deadline.UntilAsync(() => ++calls == 3, "the third call");
        Assert.Equal(3, calls);
    }
}
