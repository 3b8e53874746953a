namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>
/// Keeps a database file for one process, by a locked file beside it: the operating system lets go of the lock however the process
/// ends. SQLite's own exclusive mode would shut out this process's readers too.
/// </summary>
internal static class FileClaim
{
    /// <summary>Claims the file until the result is disposed.</summary>
    /// <exception cref="StoreSchemaException">It is in use, or cannot be made.</exception>
    public static FileStream Take(string databasePath)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(databasePath)!);
            return new FileStream($"{databasePath}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreSchemaException($"{databasePath} cannot be used: {exception.Message}");
        }
        catch (IOException exception) when (exception is DirectoryNotFoundException or PathTooLongException or DriveNotFoundException)
        {
            throw new StoreSchemaException($"{databasePath} cannot be used: {exception.Message}");
        }
        catch (IOException)
        {
            throw new StoreSchemaException(
                $"{databasePath} is in use by another process: stop that one, or choose another Metrics:DataDirectory");
        }
    }
}
