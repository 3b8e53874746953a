using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class PostgresErrorsTests
{
    [Theory]
    [InlineData("21000")]
    [InlineData("22003")]
    [InlineData("22021")]
    [InlineData("23502")]
    [InlineData("23503")]
    [InlineData("23514")]
    [InlineData("44000")]
    [InlineData("54000")]
    [InlineData("P0001")]
    public void What_the_server_says_of_the_samples_is_a_data_error(string sqlState) =>
        Assert.IsType<StoreDataException>(PostgresErrors.Translate(Failure(sqlState)));

    // Losing the connection, a restart, a fail-over to a standby and back, a deadlock, a lock, a full disk, too many connections, a password that is wrong, a schema that is not there yet, damage.
    [Theory]
    [InlineData("08006")]
    [InlineData("25006")]
    [InlineData("28P01")]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("42501")]
    [InlineData("42P01")]
    [InlineData("53100")]
    [InlineData("53200")]
    [InlineData("53300")]
    [InlineData("55006")]
    [InlineData("55P03")]
    [InlineData("57014")]
    [InlineData("57P01")]
    [InlineData("57P02")]
    [InlineData("57P03")]
    [InlineData("58030")]
    [InlineData("72000")]
    [InlineData("XX001")]
    public void What_can_be_put_right_without_the_samples_costs_none_of_them(string sqlState)
    {
        Assert.IsType<StoreUnavailableException>(PostgresErrors.Translate(Failure(sqlState)));
        Assert.IsType<StoreUnavailableException>(PostgresErrors.TranslateInsert(Failure(sqlState)));
    }

    [Fact]
    public void An_internal_error_is_the_rows_where_rows_are_inserted_and_not_elsewhere()
    {
        var refusal = Assert.IsType<StoreDataException>(PostgresErrors.TranslateInsert(Failure("XX000")));
        Assert.True(PostgresErrors.MayPass(refusal));
        Assert.IsType<StoreUnavailableException>(PostgresErrors.Translate(Failure("XX000")));
        Assert.False(PostgresErrors.MayPass((StoreDataException)PostgresErrors.Translate(Failure("23514"))));
    }

    private static PostgresException Failure(string sqlState) => new("raised by a test", "ERROR", "ERROR", sqlState);
}
