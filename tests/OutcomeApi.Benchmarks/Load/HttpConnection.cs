using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// One connection that is kept alive, one request at a time. It sends bytes that were made before and reads no more of an answer than its
/// status and where it ends: the generator has the same machine as what it measures.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public async Task OpenAsync(IPEndPoint server, CancellationToken ct) => await _socket.ConnectAsync(server, ct);

    /// <summary>Sends a request, reads the whole answer and returns its status.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        int filled = 0, end;
        while ((end = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            filled += await ReadAsync(filled);
        }

        var (status, length) = ReadHead(_buffer.AsSpan(0, end + 2));
        var (body, count) = (end + 4, filled - end - 4);
        if (length is { } bytes)
        {
            for (bytes -= count; bytes > 0; bytes -= count)
            {
                count = await ReadAsync(0);
            }

            return bytes == 0 ? status : throw new IOException("More came than was announced.");
        }

        var chunks = new ChunkReader();
        while (!chunks.ReadsEnd(_buffer.AsSpan(body, count)))
        {
            (body, count) = (0, await ReadAsync(0));
        }

        return status;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The status, and the length of the body; null: it comes in chunks.</summary>
    private static (int Status, long? Length) ReadHead(ReadOnlySpan<byte> head)
    {
        if (!Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _))
        {
            throw new IOException("The answer has no status.");
        }

        long? length = status is 204 or 304 ? 0 : null;
        for (int end; (end = head.IndexOf((byte)'\n')) >= 0; head = head[(end + 1)..])
        {
            var line = head[..end];
            const string Length = "content-length: ";
            if (line.Length > Length.Length && Ascii.EqualsIgnoreCase(line[..Length.Length], Length) && length is null)
            {
                length = Utf8Parser.TryParse(line[Length.Length..], out long bytes, out _)
                    ? bytes
                    : throw new IOException("The length is no number.");
            }
        }

        return (status, length);
    }

    private async ValueTask<int> ReadAsync(int from)
    {
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(from), SocketFlags.None);
        return count > 0 ? count : throw new IOException("The connection was closed.");
    }

    /// <summary>Finds the end of a body in chunks, without trailers.</summary>
    private sealed class ChunkReader
    {
        private long _size;
        private long _left;
        private bool _isLast;

        public bool ReadsEnd(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                if (_left > 0)
                {
                    var count = (int)Math.Min(_left, bytes.Length);
                    _left -= count;
                    bytes = bytes[count..];
                    continue;
                }

                if (bytes[0] == '\n')
                {
                    // The chunk and the line break after it.
                    (_isLast, _left, _size) = (_size == 0, _size + 2, 0);
                }
                else if (bytes[0] != '\r')
                {
                    _size = (_size * 16) + Convert.ToInt32(((char)bytes[0]).ToString(), 16);
                }

                bytes = bytes[1..];
            }

            return _isLast && _left == 0;
        }
    }
}
