using System.Text.Json.Serialization;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Quality;

/// <summary>What weakens the figures of a tertial.</summary>
public sealed record DataQualityAnswer
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The tertial that was checked.</summary>
    public required string Tertial { get; init; }

    /// <summary>Its days.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>The day that was today for the checks.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>False while registrations wait to be counted, or the figures are of an earlier day.</summary>
    public bool UpToDate { get; init; }

    /// <summary>An error was found: the report of the tertial is certified only with a stated exception.</summary>
    public required bool BlocksCertification { get; init; }

    /// <summary>Every check, errors first, also those that find nothing.</summary>
    public required IReadOnlyList<DataQualityCheck> Findings { get; init; }

    /// <summary>How long registrations took.</summary>
    public required IReadOnlyList<RegistrationLateness> Lateness { get; init; }

    /// <summary>Participations that started in the tertial, by who registered them first. Those carried over are not among them.</summary>
    public required IReadOnlyList<VolumeOfSender> Senders { get; init; }

    internal static DataQualityAnswer From(HttpContext http, string project, DataQualityFigures figures)
    {
        var language = http.LanguageOf();
        var seesRecords = Caller.From(http).Role == Role.Registrar;
        return new DataQualityAnswer
        {
            Project = project,
            Tertial = figures.Tertial.ToString(),
            Cohort = new CohortDates { From = figures.Cohort.From, To = figures.Cohort.To, Partial = figures.Cohort.Partial },
            AsOf = figures.AsOf,
            BlocksCertification = figures.Findings.Any(f => f.Class == Code.Format(FindingClass.Error) && f.Count > 0),
            Findings =
            [
                .. figures.Findings.Select(f => DataQualityCheck.From(
                    f,
                    language,
                    seesRecords && f.Count > 0 && f.Code is not (SenderVolumes.Jumped or SenderVolumes.Dropped)
                        ? http.UrlOf($"/projects/{project}/data-quality/{f.Code}?tertial={figures.Tertial}")
                        : null))
            ],
            Lateness = [.. figures.Lateness.Select(l => new RegistrationLateness { Record = l.Record, Count = l.Count, MedianDays = l.Median, NinetiethPercentileDays = l.NinetiethPercentile })],
            Senders =
            [
                .. figures.Senders.Select(s => new VolumeOfSender
                {
                    Credential = s.Volume.Sender,
                    Name = s.Name,
                    Participations = s.Volume.Count,
                    EarlierParticipations = s.Volume.EarlierCount,
                    EarlierTertials = s.Volume.EarlierTertials,
                    Alarm = s.Volume.Change,
                })
            ],
        };
    }
}

/// <summary>What one check has found.</summary>
public sealed record DataQualityCheck
{
    /// <summary>Stable code of the check.</summary>
    public required string Code { get; init; }

    /// <summary>error, warning or note.</summary>
    [CodeOf(typeof(FindingClass))]
    public required string Class { get; init; }

    /// <summary>How many records, or senders.</summary>
    public required int Count { get; init; }

    /// <summary>What it means.</summary>
    public required string Message { get; init; }

    /// <summary>How to mend it.</summary>
    public required string HowToFix { get; init; }

    /// <summary>Where the records are listed, for those who may see them; null where there are none.</summary>
    [JsonPropertyName("_links")]
    public required FoundRecordsLinks? Links { get; init; }

    internal static DataQualityCheck From((string Code, string Class, int Count) finding, Language language, string? records) => new()
    {
        Code = finding.Code,
        Class = finding.Class,
        Count = finding.Count,
        Message = FindingTexts.All[finding.Code].Message(language),
        HowToFix = FindingTexts.All[finding.Code].HowToFix(language),
        Links = records is null ? null : new FoundRecordsLinks(new Link(records)),
    };
}

/// <summary>Where found records are listed.</summary>
/// <param name="Records">The list.</param>
public sealed record FoundRecordsLinks(Link Records);

/// <summary>The days from an event to its first receipt. A correction that comes later does not count.</summary>
public sealed record RegistrationLateness
{
    /// <summary>enrollment (its start) or exit.</summary>
    public required string Record { get; init; }

    /// <summary>How many events of the tertial.</summary>
    public required int Count { get; init; }

    /// <summary>Days: the middle one, or the mean of the middle two; null without events.</summary>
    public required decimal? MedianDays { get; init; }

    /// <summary>Days within which nine of ten had come in (nearest rank); null without events.</summary>
    public required int? NinetiethPercentileDays { get; init; }
}

/// <summary>How many participations a sender has registered.</summary>
public sealed record VolumeOfSender
{
    /// <summary>Id of the credential.</summary>
    public required string Credential { get; init; }

    /// <summary>Name of the credential; null when it is no API key of the service.</summary>
    public required string? Name { get; init; }

    /// <summary>Participations that started in the tertial.</summary>
    public required int Participations { get; init; }

    /// <summary>Those of the sender's earlier tertials together.</summary>
    public required int EarlierParticipations { get; init; }

    /// <summary>How many tertials those are, from the sender's first on.</summary>
    public required int EarlierTertials { get; init; }

    /// <summary>
    /// jump or drop: the volume differs from the mean of the earlier tertials by more than the project's threshold, in count and in percent. A tertial that
    /// has not ended does not drop.
    /// </summary>
    [CodeOf(typeof(VolumeChange))]
    public required string? Alarm { get; init; }
}
