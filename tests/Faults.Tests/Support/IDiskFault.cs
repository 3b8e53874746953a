namespace LaunchStack.Metrics.Faults.Tests.Support;

/// <summary>A way for a database to run out of disk.</summary>
internal interface IDiskFault
{
    /// <summary>From now on rows find no room.</summary>
    Task FillAsync();

    /// <summary>There is room again.</summary>
    Task FreeAsync();
}
