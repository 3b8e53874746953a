namespace LaunchStack.Metrics.Testing.Tests;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task A_child_is_waited_for_by_line_ended_by_signal_and_asked_for_its_code()
    {
        await using var child = ChildProcess.Start("sh", ["-c", "trap 'echo bye >&2; exit 7' TERM; echo $GREETING; while :; do read -r x || sleep 1; done"],
            new Dictionary<string, string?> { ["GREETING"] = "hello there" });
        Assert.Equal("hello there", await child.WaitForLineAsync("hello"));
        await child.SignalAsync(UnixSignal.Terminate);
        child.CloseInput();
        Assert.Equal(7, await child.WaitForExitAsync());
        Assert.Equal(["bye"], child.Error);
    }

    [Fact]
    public async Task A_child_that_ends_without_the_line_fails_the_wait_at_once_with_what_it_said()
    {
        await using var child = ChildProcess.Start("sh", ["-c", "echo cannot open the door; exit 3"]);
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => child.WaitForLineAsync("ready"));
        Assert.Contains("cannot open the door", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ended with 3", problem.Message, StringComparison.Ordinal);
    }
}
