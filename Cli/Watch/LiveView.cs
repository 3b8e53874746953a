using LaunchStack.Metrics.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>A picture that is drawn again in its place; during an outage the last one stays, and says so.</summary>
internal sealed class LiveView<T>(LiveDisplayContext display, Func<T, IRenderable> draw, TimeProvider time) : IWatchView<T>
{
    private IRenderable _last = new Text("");
    private DateTimeOffset? _missing;

    public void Show(T frame)
    {
        _missing = null;
        _last = draw(frame);
        Update(_last);
    }

    public void Miss(string reason)
    {
        _missing ??= time.GetUtcNow();
        var line = new Text($"the service does not answer since {Rfc3339.Format(Seconds.Floor(_missing.Value))} and is asked again: {reason}", new Style(Color.Red));
        Update(new Rows(_last, line));
    }

    private void Update(IRenderable picture)
    {
        display.UpdateTarget(picture);
        display.Refresh();
    }
}
