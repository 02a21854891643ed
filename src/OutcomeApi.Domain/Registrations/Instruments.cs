using System.Text.Json;

namespace OutcomeApi.Domain.Registrations;

/// <summary>
/// Holds the instruments by which participants rate themselves. They are the files in <c>db/instruments</c>, embedded in the program. The vocabulary of
/// goals names their areas, which is why they are known here.
/// </summary>
public static class Instruments
{
    /// <summary>The instrument of an assessment that names none.</summary>
    public const string Usual = "skapa";

    private const string Prefix = "db.instruments.";

    /// <summary>All instruments, ordered by id.</summary>
    public static IReadOnlyList<Instrument> All { get; } = Read();

    /// <summary>Finds the instrument with an id. Returns null when there is none.</summary>
    public static Instrument? Find(string? id) => All.FirstOrDefault(instrument => instrument.Id == id);

    /// <summary>Finds the area with a code, in whichever instrument has it. Returns null when none has it.</summary>
    public static InstrumentArea? FindArea(string? code) => All.SelectMany(instrument => instrument.Areas).FirstOrDefault(area => area.Code == code);

    private static Instrument[] Read()
    {
        var program = typeof(Instruments).Assembly;
        return
        [
            .. program.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var stream = program.GetManifestResourceStream(name)!;
                    return JsonSerializer.Deserialize<Instrument>(stream, JsonSerializerOptions.Web)!;
                })
        ];
    }
}
