using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OutcomeApi.Stored;

/// <summary>Writes and reads stored JSON: in camelCase, and compressed with Brotli in columns of bytes.</summary>
public static class StoredJson
{
    /// <summary>Options for everything in this folder. They must never change for a form that exists.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value as compressed JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="buffer">Room for the JSON. Null if it is not used for several values.</param>
    public static byte[] Pack<T>(T value, ArrayBufferWriter<byte>? buffer = null)
    {
        // Into memory as a whole: to a stream, the serializer puts its place aside again and again.
        var json = buffer ?? new ArrayBufferWriter<byte>();
        json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, value, Options);
        }

        return PackBytes(json.WrittenSpan);
    }

    /// <summary>Compresses bytes.</summary>
    public static byte[] PackBytes(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Reads a value from compressed JSON.</summary>
    public static T Unpack<T>(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(brotli, Options)!;
    }

    /// <summary>Decompresses bytes.</summary>
    public static byte[] UnpackBytes(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Says whether two values are the same, however they were compressed: another version of the program may compress in another way.</summary>
    public static bool IsSame(byte[] packed, byte[] other) =>
        packed.AsSpan().SequenceEqual(other) || UnpackBytes(packed).AsSpan().SequenceEqual(UnpackBytes(other));
}
