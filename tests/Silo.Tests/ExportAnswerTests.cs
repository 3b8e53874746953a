using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LaunchStack.Metrics.Silo.Api.Formats;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Exports whose readers stop, leave, or are left.</summary>
public sealed class ExportAnswerTests
{
    private const long Endless = 100_000_000;

    // What the operating system keeps for a connection, some MiB at the most, in rows of about 120 bytes.
    private const long MostRows = 200_000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(AnswerFormats.NdJson)]
    [InlineData(AnswerFormats.Csv)]
    public async Task A_reader_that_stops_is_not_read_for_and_one_that_leaves_ends_the_reading(string format)
    {
        await using var host = await ExportHost.StartAsync(10 * MostRows);
        using var reader = new TcpClient();
        await reader.ConnectAsync(host.Address.Host, host.Address.Port);
        await reader.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: x\r\nAccept: {format}\r\n\r\n"));

        var (before, since) = (-1L, TimeProvider.System.GetTimestamp());
        await Deadline.UntilAsync(
            () =>
            {
                Assert.InRange(host.Read, 0, MostRows);
                if (host.Read != before)
                {
                    (before, since) = (host.Read, TimeProvider.System.GetTimestamp());
                }

                return before > 0 && TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromMilliseconds(500);
            },
            "the reading to pause");
        Assert.False(host.Ended.Task.IsCompleted);

        reader.Close();
        await host.Ended.Task.WaitAsync(Soon);
        Assert.InRange(host.Read, 1, MostRows);
    }

    [Theory]
    [InlineData(AnswerFormats.NdJson, "")]
    [InlineData(AnswerFormats.Csv, "")]
    [InlineData(AnswerFormats.Csv, "gzip")]
    public async Task An_export_that_breaks_off_does_not_look_complete_however_short_it_was(string format, string encoding)
    {
        foreach (var rows in new[] { 1, 1_000 })
        {
            await using var host = await ExportHost.StartAsync(rows, breaksOff: true);

            await Assert.ThrowsAnyAsync<HttpRequestException>(() => ReadAsync(host, format, encoding));
        }
    }

    [Fact]
    public async Task An_export_is_compressed_where_the_caller_takes_that_and_complete()
    {
        await using var host = await ExportHost.StartAsync(10_000);

        var plain = await ReadAsync(host, AnswerFormats.Csv, "");
        var packed = await ReadAsync(host, AnswerFormats.Csv, "gzip");

        Assert.Equal(10_002, Encoding.UTF8.GetString(plain).Split("\r\n").Length);
        Assert.InRange(packed.Length, 1, plain.Length / 4);
        using var unpacked = new MemoryStream();
        await using var unpacking = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        await unpacking.CopyToAsync(unpacked);
        Assert.Equal(plain, unpacked.ToArray());
        Assert.Equal(20_000, host.Read);
    }

    [Fact]
    public async Task An_export_that_has_begun_may_take_longer_than_any_other_request()
    {
        var timeout = TimeSpan.FromMilliseconds(100);
        await using var host = await ExportHost.StartAsync(Endless, timeout: timeout);
        using var http = new HttpClient();
        using var rows = await SendAsync(http, host);
        await using var body = await rows.Content.ReadAsStreamAsync();

        var start = TimeProvider.System.GetTimestamp();
        var buffer = new byte[64 * 1024];
        while (TimeProvider.System.GetElapsedTime(start) < 5 * timeout)
        {
            Assert.NotEqual(0, await body.ReadAsync(buffer));
        }
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_readers()
    {
        await using var host = await ExportHost.StartAsync(Endless);
        using var http = new HttpClient();
        using var answer = await SendAsync(http, host);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var patience = new CancellationTokenSource(Soon);
        await host.StopAsync(patience.Token);

        Assert.False(patience.IsCancellationRequested);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, ExportHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Address);
        request.Headers.Add("Accept", AnswerFormats.Csv);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<byte[]> ReadAsync(ExportHost host, string format, string encoding)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Address);
        request.Headers.Add("Accept", format);
        request.Headers.Add("Accept-Encoding", encoding);
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
