using System.IO.Compression;
using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Stored;

/// <summary>What earlier programs have stored, and what they answered: see <c>golden/v0.1/README.md</c>. Files are never made anew.</summary>
internal static class GoldenFiles
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "OutcomeApi.Tests", "Stored", "golden", "v0.1");

    /// <summary>The bytes of a file, or of what is in the file of that name with <c>.gz</c>.</summary>
    public static byte[] Bytes(string name)
    {
        var path = Path.Combine(Folder, name);
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        using var packed = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        packed.CopyTo(memory);
        return memory.ToArray();
    }

    public static JsonObject Json(string name) => JsonNode.Parse(Bytes(name))!.AsObject();

    /// <summary>A text of a file that is a map of texts.</summary>
    public static string Text(string name, string key) => Json(name)[key]!.GetValue<string>();

    /// <summary>The same, read as JSON.</summary>
    public static JsonObject Json(string name, string key) => JsonNode.Parse(Text(name, key))!.AsObject();
}

/// <summary>The service on a copy of a database that an earlier program has left.</summary>
public class GoldenApi : ApiFactory
{
    public const string Project = Base + "/projects/golden";

    public const string Report = Project + "/tertial-reports/2026-T2";

    public GoldenApi() => File.WriteAllBytes(DatabaseFile, GoldenFiles.Bytes("database.db"));

    /// <summary>Does it do the jobs that wait? They would change what is there.</summary>
    protected virtual bool RunsJobs => false;

    protected override bool FiguresFollow => RunsJobs;

    protected override bool IsOnServer => false;

    /// <summary>A client with a role's key of that time.</summary>
    public HttpClient ClientOf(string role) => ClientWith(GoldenFiles.Text("keys.json", role));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Jobs:RunServer", RunsJobs ? "true" : "false");
        builder.UseSetting("Security:HashKey", "a key that only the golden files have");
    }
}
