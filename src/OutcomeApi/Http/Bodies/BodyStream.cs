using System.IO.Compression;

namespace OutcomeApi.Http.Bodies;

/// <summary>
/// The body of a request that is read while it arrives. It is unpacked if it is sent with <c>Content-Encoding: gzip</c>. Reading more bytes than the limit
/// throws a <see cref="BodyException"/>, counted when unpacked, so that a small body cannot unpack to a huge one.
/// </summary>
public sealed class BodyStream : Stream
{
    private readonly Stream _inner;
    private readonly int _maxBytes;
    private long _read;

    private BodyStream(Stream inner, int maxBytes) => (_inner, _maxBytes) = (inner, maxBytes);

    /// <summary>Opens the body, or returns why it is not accepted.</summary>
    /// <param name="http">The request.</param>
    /// <param name="maxBytes">Maximum size, as sent and unpacked.</param>
    public static (BodyStream? Body, Fault? Fault) Open(HttpContext http, int maxBytes)
    {
        if (http.Request.ContentLength > maxBytes)
        {
            return (null, TooLarge(maxBytes));
        }

        BodyReader.Allow(http, maxBytes);
        return http.Request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
        {
            "" or "identity" => (new BodyStream(http.Request.Body, maxBytes), null),
            "gzip" => (new BodyStream(new GZipStream(http.Request.Body, CompressionMode.Decompress), maxBytes), null),
            _ => (null, new Fault(FaultCodes.EncodingUnsupported, string.Empty)),
        };
    }

    /// <summary>Returns the fault that makes the body unreadable. Null: the exception is of another kind.</summary>
    public static Fault? FaultOf(Exception exception) => exception switch
    {
        BodyException body => body.Fault,
        InvalidDataException => new Fault(FaultCodes.EncodingUnsupported, string.Empty),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new Fault(FaultCodes.BodyTooSlow, string.Empty),
        _ => null,
    };

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await _inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    private static Fault TooLarge(int maxBytes) =>
        new(FaultCodes.BodyTooLarge, string.Empty, maxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private int Count(int read)
    {
        _read += read;
        return _read <= _maxBytes ? read : throw new BodyException(TooLarge(_maxBytes));
    }
}

/// <summary>A body cannot be read to its end.</summary>
public sealed class BodyException(Fault fault) : Exception(fault.Code)
{
    public Fault Fault { get; } = fault;
}
