using System.Net.Sockets;
using Orleans.Serialization;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Which failures a resend can heal.</summary>
internal static class Faults
{
    /// <summary>Whether the same push may succeed later.</summary>
    public static bool IsTransient(PushException fault) =>
        fault is OverloadedException or StoreUnavailableException or DurabilityUnknownException;

    /// <summary>When the service wants to be asked again; null where it does not say.</summary>
    public static TimeSpan? RetryAfter(PushException? fault) => fault switch
    {
        OverloadedException overloaded => overloaded.RetryAfter,
        StoreUnavailableException => StoreUnavailableException.RetryAfter,
        _ => null,
    };

    /// <summary>
    /// Whether a call failed on its way: no answer in time, or a gateway or a silo lost. A silo that found no place for a call in time answers
    /// with a cancellation that nobody asked for, or with an exception of a library's own, which Orleans cannot carry: what arrives says only that.
    /// </summary>
    public static bool IsTransport(Exception exception) => exception is TimeoutException or OrleansException or IOException or SocketException
        or CodecNotFoundException or OperationCanceledException;
}
