using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Quality;

/// <summary>The data quality of a tertial: what makes its figures less reliable.</summary>
public sealed record DataQualityAnswer
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the subproject that was checked alone; null: the whole project.</summary>
    public required string? Subproject { get; init; }

    /// <summary>The tertial that was checked.</summary>
    public required string Tertial { get; init; }

    /// <summary>The days of the tertial that were checked.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>The date treated as today for the checks.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>
    /// Whether the figures cover every registration and were computed as of today. False while registrations wait to be counted, or when the figures
    /// are from an earlier day.
    /// </summary>
    public bool UpToDate { get; init; }

    /// <summary>Whether an error was found. If true, the report of the tertial can be certified only with a stated exception.</summary>
    public required bool BlocksCertification { get; init; }

    /// <summary>The result of every check, errors first. Checks that found nothing are included.</summary>
    public required IReadOnlyList<DataQualityCheck> Findings { get; init; }

    /// <summary>How long after the event records were received.</summary>
    public required IReadOnlyList<RegistrationLateness> Lateness { get; init; }

    /// <summary>
    /// Number of participations that started in the tertial, per credential that registered them first. Participations carried over are not included.
    /// </summary>
    public required IReadOnlyList<VolumeOfSender> Senders { get; init; }

    internal static DataQualityAnswer From(HttpContext http, string project, DataQualityFigures figures)
    {
        var language = http.LanguageOf();
        var seesRecords = Caller.From(http).Role == Role.Registrar;
        var ofPart = figures.Subproject is { } part ? "&subproject=" + part : string.Empty;
        return new DataQualityAnswer
        {
            Project = project,
            Subproject = figures.Subproject,
            Tertial = figures.Tertial.ToString(),
            Cohort = new CohortDates { From = figures.Cohort.From, To = figures.Cohort.To, Partial = figures.Cohort.Partial },
            AsOf = figures.AsOf,
            BlocksCertification = figures.Findings.Any(f => f.Class == Code.Format(FindingClass.Error) && f.Count > 0),
            Findings =
            [
                .. figures.Findings.Select(f => DataQualityCheck.From(
                    f,
                    language,
                    seesRecords && f.HasRecords
                        ? http.UrlOf($"/projects/{project}/data-quality/{f.Code}?tertial={figures.Tertial}{ofPart}")
                        : null))
            ],
            Lateness =
            [
                .. figures.Lateness.Select(l => new RegistrationLateness
                {
                    Record = l.Record,
                    Count = l.Count,
                    MedianDays = l.Median,
                    NinetiethPercentileDays = l.NinetiethPercentile,
                })
            ],
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

/// <summary>The result of one check.</summary>
public sealed record DataQualityCheck
{
    /// <summary>Stable code of the check.</summary>
    public required string Code { get; init; }

    /// <summary>How serious the finding is: error, warning or note.</summary>
    [CodeOf(typeof(FindingClass))]
    public required string Class { get; init; }

    /// <summary>Number of records, or of senders, that the check found.</summary>
    public required int Count { get; init; }

    /// <summary>How many of the records have which reason, for example <c>no-offer-recorded</c>. Absent when the check gives no reasons.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Why { get; init; }

    /// <summary>What the finding means.</summary>
    public required string Message { get; init; }

    /// <summary>How to correct the finding.</summary>
    public required string HowToFix { get; init; }

    /// <summary>Link to the list of the records. Null if the caller may not see them, or if there are none.</summary>
    [JsonPropertyName("_links")]
    public required FoundRecordsLinks? Links { get; init; }

    internal static DataQualityCheck From(FoundCount finding, Language language, string? records) => new()
    {
        Code = finding.Code,
        Class = finding.Class,
        Count = finding.Count,
        Why = finding.Why,
        Message = FindingTexts.All[finding.Code].Message(language),
        HowToFix = FindingTexts.All[finding.Code].HowToFix(language),
        Links = records is null ? null : new FoundRecordsLinks(new Link(records)),
    };
}

/// <summary>Links to the records that a check found.</summary>
/// <param name="Records">Link to the list of the records.</param>
public sealed record FoundRecordsLinks(Link Records);

/// <summary>The number of days from an event until it was first received. Later corrections do not count.</summary>
public sealed record RegistrationLateness
{
    /// <summary>The kind of record: enrollment (counted from its start) or exit.</summary>
    public required string Record { get; init; }

    /// <summary>Number of events in the tertial.</summary>
    public required int Count { get; init; }

    /// <summary>Median number of days; with an even number of events, the mean of the two middle values. Null: there are no events.</summary>
    public required decimal? MedianDays { get; init; }

    /// <summary>Number of days within which nine out of ten events were received (nearest-rank method). Null: there are no events.</summary>
    public required int? NinetiethPercentileDays { get; init; }
}

/// <summary>Number of participations that a sender has registered, compared with earlier tertials.</summary>
public sealed record VolumeOfSender
{
    /// <summary>Id of the credential.</summary>
    public required string Credential { get; init; }

    /// <summary>Name of the credential; null: it is not an API key of this service.</summary>
    public required string? Name { get; init; }

    /// <summary>Number of participations that started in the tertial.</summary>
    public required int Participations { get; init; }

    /// <summary>Number of participations in the sender's earlier tertials, all together.</summary>
    public required int EarlierParticipations { get; init; }

    /// <summary>Number of earlier tertials, counted from the sender's first.</summary>
    public required int EarlierTertials { get; init; }

    /// <summary>
    /// Set to jump or drop if the number differs from the mean of the earlier tertials by more than the project's threshold, both in count and in
    /// percent. A tertial that has not ended is never a drop. Null: there is no alarm.
    /// </summary>
    [CodeOf(typeof(VolumeChange))]
    public required string? Alarm { get; init; }
}
