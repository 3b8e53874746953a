using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace LaunchStack.Metrics.Silo.Connections;

/// <summary>
/// Looks at what a connection begins with, without taking it: the length of the greeting that Orleans's clients and silos send. Whoever sends
/// something else and hangs up at once, as scanners do, is for Orleans a caller that has gone.
/// </summary>
internal static class Greeting
{
    private const int LengthBytes = sizeof(int);
    private const int MostBytes = 1024;

    /// <summary>Whether it may be one; null where nobody is there any more.</summary>
    public static async ValueTask<bool?> PeekAsync(PipeReader input)
    {
        var read = await input.ReadAtLeastAsync(LengthBytes);
        bool? answer = read.IsCanceled || read.Buffer.Length < LengthBytes ? null : LengthOf(read.Buffer) is > 0 and <= MostBytes;
        input.AdvanceTo(read.Buffer.Start);
        return answer;
    }

    private static int LengthOf(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        buffer.Slice(0, LengthBytes).CopyTo(length);
        return BinaryPrimitives.ReadInt32LittleEndian(length);
    }
}
