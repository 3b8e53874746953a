using LaunchStack.Metrics.Configuration;
using Npgsql;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Configuration;

public sealed class DatabaseUrlTests
{
    private const string Secret = "s3cr3t";

    [Theory]
    [InlineData("postgresql://u:p@h:5433/d", "h", 5433, "u", "p", "d")]
    [InlineData("postgres://u:p@h:5433/d", "h", 5433, "u", "p", "d")]
    [InlineData("POSTGRESQL://u:p@h/d\n", "h", 5432, "u", "p", "d")]
    [InlineData("postgresql://", "localhost", 5432, null, null, null)]
    [InlineData("postgresql:///d", "localhost", 5432, null, null, "d")]
    [InlineData("postgresql://h", "h", 5432, null, null, null)]
    [InlineData("postgresql://u@h:/", "h", 5432, "u", null, null)]
    [InlineData("postgresql://us%40er:p%3Aa%2Fs%3Fs%25%20%3B%22'=@my%2Dhost/d%2Fb%20%C3%BC", "my-host", 5432, "us@er", "p:a/s?s% ;\"'=", "d/b ü")]
    [InlineData("postgresql://u:a:b@h/d", "h", 5432, "u", "a:b", "d")]
    [InlineData("postgresql://[::1]:5433/d", "::1", 5433, null, null, "d")]
    [InlineData("postgresql://[fe80::1%25eth0]/d", "fe80::1%eth0", 5432, null, null, "d")]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql/d", "/var/run/postgresql", 5432, null, null, "d")]
    [InlineData("postgresql://:5433/d?host=/var/run/postgresql", "/var/run/postgresql", 5433, null, null, "d")]
    [InlineData("postgresql:///?host=h&port=5434&user=u&password=p%26q&dbname=d", "h", 5434, "u", "p&q", "d")]
    [InlineData("postgresql:///d?host=%3A%3A1", "::1", 5432, null, null, "d")]
    public void A_url_gives_each_part_decoded(string url, string host, int port, string? user, string? password, string? database)
    {
        var result = new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString(url));
        Assert.Equal((host, port, user, password, database), (result.Host, result.Port, result.Username, result.Password, result.Database));
    }

    [Theory]
    [InlineData("postgresql://h1:5433,h2:5434/d", "h1:5433,h2:5434")]
    [InlineData("postgresql://h1,h2:5434/d", "h1:5432,h2:5434")]
    [InlineData("postgresql://[::1]:1,10.0.0.1,[::2]/d", "[::1]:1,10.0.0.1:5432,[::2]:5432")]
    [InlineData("postgresql:///d?host=h1,h2&port=5433", "h1:5433,h2:5433")]
    [InlineData("postgresql:///d?host=h1,h2&port=5433,5434", "h1:5433,h2:5434")]
    public void Several_hosts_keep_their_own_ports(string url, string hosts) =>
        Assert.Equal(hosts, new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString(url)).Host);

    [Theory]
    [InlineData("sslmode=disable", "SSL Mode", "Disable")]
    [InlineData("sslmode=allow", "SSL Mode", "Allow")]
    [InlineData("sslmode=prefer", "SSL Mode", "Prefer")]
    [InlineData("sslmode=require", "SSL Mode", "Require")]
    [InlineData("sslmode=verify-ca", "SSL Mode", "VerifyCA")]
    [InlineData("sslmode=verify-full", "SSL Mode", "VerifyFull")]
    [InlineData("ssl=true", "SSL Mode", "Require")]
    [InlineData("sslrootcert=/ca.pem", "Root Certificate", "/ca.pem")]
    [InlineData("sslmode=require&sslrootcert=/ca.pem", "SSL Mode", "VerifyCA")]
    [InlineData("sslrootcert=system", "SSL Mode", "VerifyFull")]
    [InlineData("sslrootcert=system&sslmode=verify-full", "SSL Mode", "VerifyFull")]
    [InlineData("sslcert=/c.pem", "SSL Certificate", "/c.pem")]
    [InlineData("sslkey=/k.pem", "SSL Key", "/k.pem")]
    [InlineData("sslpassword=x%20y", "SSL Password", "x y")]
    [InlineData("sslnegotiation=direct", "SSL Negotiation", "Direct")]
    [InlineData("gssencmode=disable", "GSS Encryption Mode", "Disable")]
    [InlineData("krbsrvname=pg", "Kerberos Service Name", "pg")]
    [InlineData("channel_binding=require", "Channel Binding", "Require")]
    [InlineData("require_auth=scram-sha-256", "Require Auth", "ScramSHA256")]
    [InlineData("require_auth=md5", "Require Auth", "MD5")]
    [InlineData("require_auth=none", "Require Auth", "None")]
    [InlineData("passfile=/p", "Passfile", "/p")]
    [InlineData("application_name=my%20app", "Application Name", "my app")]
    [InlineData("fallback_application_name=app", "Application Name", "app")]
    [InlineData("fallback_application_name=app&application_name=other", "Application Name", "other")]
    [InlineData("client_encoding=UTF8", "Client Encoding", "UTF8")]
    [InlineData("options=-c%20geqo%3Doff", "Options", "-c geqo=off")]
    [InlineData("connect_timeout=7", "Timeout", "7")]
    [InlineData("connect_timeout=0", "Timeout", "0")]
    [InlineData("target_session_attrs=any", "Target Session Attributes", "any")]
    [InlineData("target_session_attrs=read-write", "Target Session Attributes", "read-write")]
    [InlineData("target_session_attrs=read-only", "Target Session Attributes", "read-only")]
    [InlineData("target_session_attrs=primary", "Target Session Attributes", "primary")]
    [InlineData("target_session_attrs=standby", "Target Session Attributes", "standby")]
    [InlineData("target_session_attrs=prefer-standby", "Target Session Attributes", "prefer-standby")]
    [InlineData("load_balance_hosts=random", "Load Balance Hosts", "True")]
    [InlineData("load_balance_hosts=disable", "Load Balance Hosts", "False")]
    [InlineData("keepalives=1", "TCP Keepalive", "True")]
    [InlineData("keepalives_idle=30", "TCP Keepalive Time", "30")]
    [InlineData("keepalives_idle=30&keepalives_interval=5", "TCP Keepalive Interval", "5")]
    public void A_parameter_becomes_the_drivers_keyword(string query, string keyword, string value)
    {
        var result = new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString($"postgresql://h1,h2/d?{query}"));
        Assert.Equal(value, result[keyword]?.ToString());
    }

    [Theory]
    [InlineData("", "scheme must be postgresql:// or postgres://, as in postgresql://user:password@host:5432/database")]
    [InlineData("Host=h;Password=s3cr3t", "scheme must be")]
    [InlineData("mysql://u:s3cr3t@h/d", "scheme must be")]
    [InlineData("postgresql:/u:s3cr3t@h/d", "scheme must be")]
    [InlineData("postgresql://u:s3cr3t@h:0/d", "port must be a number from 1 to 65535")]
    [InlineData("postgresql://u:s3cr3t@h:65536/d", "port must be a number from 1 to 65535")]
    [InlineData("postgresql://u:s3cr3t@h:+5/d", "port must be")]
    [InlineData("postgresql://u:s3cr3t@h:5432:1/d", "port must be")]
    [InlineData("postgresql://u:s3cr3t@h:1,h2:2/d?port=3", "port must be given once")]
    [InlineData("postgresql:///d?host=a,b,c&port=1,2", "port must be one number for all hosts, or one for each host")]
    [InlineData("postgresql://u:s3cr3t@[::1/d", "host must have an IPv6 address in brackets")]
    [InlineData("postgresql://u:s3cr3t@[::1]5432/d", "host must have an IPv6 address in brackets")]
    [InlineData("postgresql://u:s3cr3t@h h/d", "host must be a name, an address or the folder of a socket")]
    [InlineData("postgresql://u:s3cr3t@h%3Bpassword=s3cr3t/d", "host must be a name")]
    [InlineData("postgresql://u:s3cr3t@h/d?host=h2", "host must be given once")]
    [InlineData("postgresql://u:s3cr3t@h/d?password=s3cr3t", "password must be given once")]
    [InlineData("postgresql://u:s3cr3t@h/d?dbname=e", "dbname must be given once")]
    [InlineData("postgresql://u:s3cr3t%@h/d", "password must have two hexadecimal digits after each '%'")]
    [InlineData("postgresql://u:s3cr3t%2@h/d", "password must have two hexadecimal digits")]
    [InlineData("postgresql://u:s3cr3t%zz@h/d", "password must have two hexadecimal digits")]
    [InlineData("postgresql://u:s3cr3t%FF@h/d", "password must be UTF-8")]
    [InlineData("postgresql://u:s3cr3t%00@h/d", "password must not hold control characters")]
    [InlineData("postgresql://u:s3cr3t@s3cr3t@h/d", "'@' written as %40")]
    [InlineData("postgresql://u:s3cr3t/s3cr3t@h/d", "'/' as %2F")]
    [InlineData("postgresql://u:12?s3cr3t@h/d", "'?' as %3F")]
    [InlineData("postgresql://u:12?s3cr3t=x@h/d", "'?' as %3F")]
    [InlineData("postgresql://u:s3cr3t#s3cr3t@h/d", "'#' must be written as %23")]
    [InlineData("postgresql://u:s3cr3t@h/d?sslmode=on", "sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("postgresql://u:s3cr3t@h/d?sslmode", "parameter sslmode must have a value")]
    [InlineData("postgresql://u:s3cr3t@h/d?sslmode=require&sslmode=require", "sslmode must be given once")]
    [InlineData("postgresql://u:s3cr3t@h/d?sslmode=require&sslrootcert=system", "sslmode must be verify-full with sslrootcert=system")]
    [InlineData("postgresql://u:s3cr3t@h/d?ssl=false", "ssl must be true")]
    [InlineData("postgresql://u:s3cr3t@h/d?sslcrl=x", "parameter sslcrl is not known")]
    [InlineData("postgresql://u:s3cr3t@h/d?pool_size=3", "parameter pool_size is not known")]
    [InlineData("postgresql://u:s3cr3t@h/d?s3cr3t%40!=3", "parameter (name not shown) is not known")]
    [InlineData("postgresql://u:s3cr3t@h/d?connect_timeout=1025", "connect_timeout must be a whole number of seconds from 0 to 1024")]
    [InlineData("postgresql://u:s3cr3t@h/d?connect_timeout=x", "connect_timeout must be")]
    [InlineData("postgresql://u:s3cr3t@h/d?keepalives=2", "keepalives must be one of 0, 1")]
    [InlineData("postgresql://u:s3cr3t@h/d?keepalives_interval=2", "keepalives_interval must come with keepalives_idle")]
    [InlineData("postgresql://u:s3cr3t@h/d?target_session_attrs=rw", "target_session_attrs must be one of")]
    [InlineData("postgresql://u:s3cr3t@h/d?load_balance_hosts=true", "load_balance_hosts must be one of disable, random")]
    public void A_wrong_url_is_refused_by_part_and_rule_and_the_password_is_never_shown(string url, string message)
    {
        var problem = Assert.Throws<DatabaseUrlException>(() => DatabaseUrl.ToConnectionString(url));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://u:s3cr3t@h/d", "h:5432/d")]
    [InlineData("postgresql://u:s3cr3t@h:1,[::1]:2/d", "h:1,[::1]:2/d")]
    [InlineData("postgresql://u:s3cr3t@[::1]/d", "[::1]:5432/d")]
    [InlineData("postgresql://u:s3cr3t@h", "h:5432/u")]
    [InlineData("postgresql:///d?host=/var/run", "/var/run:5432/d")]
    public void A_description_says_where_and_no_secrets(string url, string description) =>
        Assert.Equal(description, DatabaseUrl.Describe(DatabaseUrl.ToConnectionString(url)));

    [Theory]
    [InlineData("Server=h;Port=1;DB=d;Password=s3cr3t", "h:1/d")]
    [InlineData("Host=a,b:2;Port=1;Database=d", "a:1,b:2/d")]
    [InlineData("User Id=u", "localhost:5432/u")]
    public void A_description_reads_the_drivers_other_keywords(string connectionString, string description) =>
        Assert.Equal(description, DatabaseUrl.Describe(connectionString));

    [Fact]
    public void A_description_of_something_else_is_refused_without_quoting_it()
    {
        var problem = Assert.Throws<DatabaseUrlException>(() => DatabaseUrl.Describe("u:s3cr3t@h"));
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_password_survives()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var password = string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(' ', 0x2FF)).Where(character => !char.IsControl(character)));
            var result = new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString($"postgresql://u:{Uri.EscapeDataString(password)}@h/d"));
            Assert.Equal(password.Length == 0 ? null : password, result.Password);
        }
    }
}
