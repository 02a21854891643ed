using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Records;

namespace OutcomeApi.Features.TertialReports;

/// <summary>What a project says about a tertial. It stands in the report, also in the one that is published: nothing about a person belongs here.</summary>
public sealed record ReportComment
{
    public const int Longest = 4000;

    /// <summary>Plain text, lines parted by line feeds; null takes the comment away. What was said before stays in the history.</summary>
    [MaxLength(Longest)]
    public string? Text { get; init; }

    /// <summary>Line ends as they are stored.</summary>
    public ReportComment Normalised() => this with { Text = Text?.ReplaceLineEndings("\n") };

    /// <summary>What speaks against the text.</summary>
    public IEnumerable<Fault> Faults() => PlainText.Faults(Text, "/text", Longest);
}

/// <summary>Texts that people write and that stand in reports.</summary>
internal static class PlainText
{
    /// <summary>What speaks against a text.</summary>
    /// <param name="text">The text; null: there is none.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="longest">How many characters it may have.</param>
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

        // Marks that turn the direction of what follows could make a signed report look as if it said something else.
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

/// <summary>Finds comments.</summary>
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

    /// <summary>The newest version; null: nothing was ever said.</summary>
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
