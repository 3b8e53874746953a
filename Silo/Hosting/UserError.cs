using System.Net.Sockets;
using LaunchStack.Metrics.Silo.Membership;
using LaunchStack.Metrics.Storage;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Orleans.Runtime.MembershipService;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>Failures that are the user's to mend, as one line; null for those that are ours and deserve their stack trace.</summary>
internal static class UserError
{
    public static string? Describe(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var single] } => Describe(single),
        AggregateException several => several.InnerExceptions.Select(Describe).FirstOrDefault(line => line is not null),
        StoreSchemaException schema => schema.Message,
        PortTakenException port => port.Message,
        ClusterRefusedException refused => refused.Message,
        OrleansClusterConnectivityCheckFailedException unreachable => UnreachableSilos.Describe(unreachable),
        IOException { InnerException: AddressInUseException } taken => taken.Message,
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable } socket => socket.Message,
        NpgsqlException database => $"the database cannot be used: {database.Message.ReplaceLineEndings(" ")}",
        UnauthorizedAccessException denied => denied.Message,
        { InnerException: { } inner } => Describe(inner),
        _ => null,
    };
}
