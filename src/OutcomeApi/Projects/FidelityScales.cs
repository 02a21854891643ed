using System.Text.Json;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Projects;

/// <summary>Provides the fidelity scales that reviews use. They are the files in <c>db/fidelity-scales</c>, embedded in the program.</summary>
public static class FidelityScales
{
    private const string Prefix = "db.fidelity-scales.";

    /// <summary>All scales, ordered by id.</summary>
    public static IReadOnlyList<FidelityScale> All { get; } = Read();

    /// <summary>Returns the scale with an id. The id must have been checked.</summary>
    public static FidelityScale Get(string id) => All.Single(scale => scale.Id == id);

    private static FidelityScale[] Read()
    {
        var program = typeof(FidelityScales).Assembly;
        return
        [
            .. program.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var stream = program.GetManifestResourceStream(name)!;
                    return JsonSerializer.Deserialize<FidelityScale>(stream, Http.Json.Options)!;
                })
        ];
    }
}
