namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Lines, one look after the other; an outage is told once on the other writer, and its end.</summary>
internal sealed class LineView<T>(TextWriter output, TextWriter error, Func<T, IEnumerable<string>> linesOf) : IWatchView<T>
{
    private bool _isAway;

    public void Show(T frame)
    {
        if (_isAway)
        {
            error.WriteLine("the service answers again");
            _isAway = false;
        }

        foreach (var line in linesOf(frame))
        {
            output.WriteLine(line);
        }

        output.Flush();
    }

    public void Miss(string reason)
    {
        if (!_isAway)
        {
            error.WriteLine($"the service does not answer and is asked again: {reason}");
            _isAway = true;
        }
    }
}
