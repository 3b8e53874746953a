namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>What goes wrong with one push.</summary>
/// <param name="Before">Thrown instead of taking it.</param>
/// <param name="After">Thrown after taking it: the answer is lost.</param>
/// <param name="Gate">Waited for before it is taken.</param>
internal sealed record FaultStep(Func<Exception>? Before = null, Func<Exception>? After = null, Task? Gate = null)
{
    public static FaultStep Refuse(Func<Exception> fault) => new(Before: fault);

    public static FaultStep LoseAnswer() => new(After: () => new TimeoutException("the answer was lost"));

    public static FaultStep WaitFor(Task gate) => new(Gate: gate);
}
