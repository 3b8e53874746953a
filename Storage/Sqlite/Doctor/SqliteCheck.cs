using LaunchStack.Metrics.Storage.Schema.Doctor;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite.Doctor;

/// <summary>One thing that the doctor looks at in a file.</summary>
/// <param name="Name">What, as <c>docs/doctor.md</c> lists it.</param>
/// <param name="Judge">Looks: one verdict, or one for each thing that is wrong.</param>
internal sealed record SqliteCheck(string Name, Func<SqliteConnection, IReadOnlyList<Verdict>> Judge)
{
    /// <summary>A check whose rule is in its statement.</summary>
    public static SqliteCheck Of(string name, string statement) => new(
        name,
        connection => Read(
            connection,
            statement,
            reader => new Verdict(CheckFiles.StatusOf(reader.GetString(0)), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2))));

    /// <summary>The findings; one that says so where the file does not let the check be made.</summary>
    public IEnumerable<Finding> Run(SqliteConnection connection)
    {
        try
        {
            return Judge(connection).Select(verdict => verdict.Of(Name));
        }
        catch (SqliteException exception)
        {
            return [Verdict.Warn($"could not be checked: {exception.Message}", SchemaRule.SetUp).Of(Name)];
        }
    }

    /// <summary>Runs a statement and reads its rows.</summary>
    public static List<T> Read<T>(SqliteConnection connection, string statement, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
