namespace LaunchStack.Metrics.Testing;

/// <summary>Where the repository lies, for tests that read its files.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder of the solution file.</summary>
    public static string Folder { get; } = Find();

    /// <summary>A path under it.</summary>
    public static string Combine(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LaunchStack.Orleans.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no LaunchStack.Orleans.sln above {AppContext.BaseDirectory}");
    }
}
