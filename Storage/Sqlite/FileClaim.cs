namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>
/// Keeps a database file for one process, by a locked file beside it: the operating system lets go of the lock however the process
/// ends. SQLite's own exclusive mode would shut out this process's readers too.
/// </summary>
internal static class FileClaim
{
    // .NET has no exception type for it, only the system's own number: ERROR_SHARING_VIOLATION as an HRESULT, or EWOULDBLOCK.
    private static readonly int SharingViolation =
        OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Claims the file until the result is disposed.</summary>
    /// <exception cref="StoreSchemaException">It is in use, or cannot be made.</exception>
    public static FileStream Take(string databasePath)
    {
        CreateFolder(databasePath);
        try
        {
            return new FileStream($"{databasePath}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == SharingViolation)
        {
            throw new StoreSchemaException(
                $"{databasePath} is in use by another process: stop that one, or choose another Metrics:DataDirectory");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(databasePath, exception);
        }
    }

    private static void CreateFolder(string databasePath)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(databasePath)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(databasePath, exception);
        }
    }

    private static StoreSchemaException Unusable(string databasePath, Exception exception) =>
        new($"{databasePath} cannot be used: {exception.Message}");
}
