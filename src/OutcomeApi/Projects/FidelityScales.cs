using System.Text.Json;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Projects;

/// <summary>The fidelity scales that reviews use: the files of <c>db/fidelity-scales</c>, which travel inside the program.</summary>
public static class FidelityScales
{
    private const string Prefix = "db.fidelity-scales.";

    /// <summary>All scales, in the order of their ids.</summary>
    public static IReadOnlyList<FidelityScale> All { get; } = Read();

    /// <summary>The scale of an id that has been checked.</summary>
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
