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
    public static byte[] Pack<T>(T value)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, value, Options);
        }

        return packed.ToArray();
    }

    /// <summary>Compresses bytes.</summary>
    public static byte[] Pack(byte[] bytes)
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
    public static byte[] Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }
}
