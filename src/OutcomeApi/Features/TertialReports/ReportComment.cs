using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OutcomeApi.Records;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// A project's comment on a tertial. The comment appears in the report, including the published one, so it must not contain personal data.
/// </summary>
public sealed record ReportComment
{
    public const int Longest = 4000;

    /// <summary>
    /// Plain text of up to 4000 characters, with lines separated by line feeds. Null removes the comment. Earlier versions stay in the history.
    /// </summary>
    [MaxLength(Longest)]
    public string? Text { get; init; }

    /// <summary>Returns the comment with all line ends as line feeds, as it is stored.</summary>
    public ReportComment Normalised() => this with { Text = Text?.ReplaceLineEndings("\n") };

    /// <summary>Finds the faults of the text.</summary>
    public IEnumerable<Fault> Faults() => PlainText.Faults(Text, "/text", Longest);
}

/// <summary>Checks free texts that appear in reports.</summary>
internal static class PlainText
{
    /// <summary>
    /// Finds the faults of a text: blank, or containing control characters (other than line breaks and tabs) or bidirectional control characters.
    /// </summary>
    /// <param name="text">The text. Null has no faults.</param>
    /// <param name="pointer">JSON Pointer to the text in the request body.</param>
    /// <param name="longest">Maximum number of characters, reported in the fault of a blank text. The length itself is not checked here.</param>
    public static IEnumerable<Fault> Faults(string? text, string pointer, int longest)
    {
        if (text is null)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            yield return new Fault(FaultCodes.TextTooLong, pointer, longest.ToString(CultureInfo.InvariantCulture));
        }

        // Bidirectional control characters reorder the visible text and could falsify the appearance of a signed report.
        if (text.Any(c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')))
        {
            yield return new Fault(FaultCodes.TypeWrong, pointer, "a text without control characters");
        }
    }
}

/// <summary>A comment as it is stored.</summary>
public sealed record StoredComment(ReportComment Comment, int Version, DateTimeOffset ReceivedAt, DateTimeOffset ChangedAt)
{
    internal Record<ReportComment> Show(HttpContext http, string project, Tertial tertial) => new(Comment, new RecordMeta
    {
        Version = Version,
        ReceivedAt = ReceivedAt,
        ChangedAt = ChangedAt,
        Links = new SelfLinks(new Link(http.UrlOf($"/projects/{project}/tertial-reports/{tertial}/comment"))),
    });
}

/// <summary>Reads comments.</summary>
internal static class CommentRows
{
    private const string SelectSql =
        """
        SELECT c.version, c.comment_text, c.recorded_at AS changed_at, f.recorded_at AS received_at
        FROM report_comments c
        JOIN report_comments f ON f.project_id = c.project_id AND f.tertial = c.tertial AND f.version = 1
        WHERE c.project_id = @Project AND c.tertial = @Tertial
          AND c.version = (SELECT MAX(n.version) FROM report_comments n WHERE n.project_id = @Project AND n.tertial = @Tertial)
        """;

    /// <summary>Reads the newest version of the comment. Returns null when the tertial has never had a comment.</summary>
    public static async Task<StoredComment?> FindAsync(DbSession session, string project, Tertial tertial, CancellationToken ct) =>
        await session.QueryOneAsync<Row>(SelectSql, new { Project = project, Tertial = tertial.Index }, ct) is { } row
            ? new StoredComment(new ReportComment { Text = row.CommentText }, row.Version, row.ReceivedAt, row.ChangedAt)
            : null;

    private sealed record Row
    {
        public required int Version { get; init; }

        public string? CommentText { get; init; }

        public required DateTimeOffset ChangedAt { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }
    }
}
