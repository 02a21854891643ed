using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http.Queries;
using OutcomeApi.Runs;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Returns certified reports from stored data. A format other than JSON is generated on first request and stored with the version. JSON is built from
/// the stored views, with links and the comparison with the current figures added.
/// </summary>
public sealed class CertifiedAnswers(DbSession session, RunHeads runs, OpenReports open, KeptAnswers answers, KeptComparisons comparisons)
{
    private const string SelectFormSql =
        """
        SELECT content
        FROM certified_forms
        WHERE project_id = @Project AND tertial = @Tertial AND version = @Version AND part = @Part AND audience = @Audience AND form = @Form
        """;

    private const string InsertFormSql =
        """
        INSERT INTO certified_forms (project_id, tertial, version, part, audience, form, content)
        SELECT @Project, @Tertial, @Version, @Part, @Audience, @Form, @Content
        WHERE EXISTS (SELECT 1 FROM certified_reports WHERE project_id = @Project AND tertial = @Tertial AND version = @Version)
          AND NOT EXISTS (
            SELECT 1 FROM certified_forms
            WHERE project_id = @Project AND tertial = @Tertial AND version = @Version AND part = @Part AND audience = @Audience AND form = @Form)
        """;

    /// <summary>Returns a certified version in the requested format.</summary>
    /// <param name="http">The HTTP context of the request.</param>
    /// <param name="query">Query parameters of the request.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="part">Id of the subproject. Null for the whole project.</param>
    /// <param name="tertial">Tertial of the report.</param>
    /// <param name="version">Number of the certified version.</param>
    /// <param name="language">Language of headings and labels. The frozen sentences are always in Swedish.</param>
    /// <param name="current">Current run to compare the version with. Null to leave the comparison out.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext http, Query query, string project, string? part, Tertial tertial, int version, Language language, ReportHead? current = null)
    {
        var caller = Caller.From(http);
        var role = caller.Role;
        var form = ReportForms.FormOf(http, query);
        var differs = current?.Id is null ? (bool?)null : await DiffersAsync(project, tertial, version, part, caller, current);
        return await answers.AnswerAsync(http, $"certified {project} {tertial} {version} {differs} {role} {language} {form}", async () =>
        {
            var found = await FindAsync(caller, project, part, tertial, version, differs);
            if (found is not { IsSuccess: true, Value: var shown } || form is null or ReportForm.Json)
            {
                return found.IsSuccess
                    ? await ReportForms.BodyAsync(
                        http,
                        query,
                        language,
                        () => TertialReportAnswer.From(http, found.Value),
                        _ => throw new InvalidOperationException("It is no document."))
                    : found.Faults.ToList();
            }

            var document = ReportDocument.From(shown, new ReportTexts(language));
            var row = new FormRow
            {
                Project = project,
                Tertial = tertial.Index,
                Version = version,
                Part = part ?? string.Empty,
                Audience = Code.Format(Audiences.For(role)) + (shown.IsForParts ? " part" : string.Empty),
                Form = $"{form} {document.Texts.Tag} {differs} {ReportForms.ChoicesOf(query)}".ToLowerInvariant().Trim(),
            };
            if (await session.ScalarAsync<byte[]>(SelectFormSql, row, CancellationToken.None) is { } kept)
            {
                return ReportForms.BodyOf(form.Value, document, StoredJson.UnpackBytes(kept));
            }

            var body = await ReportForms.BodyAsync(form.Value, query, document);
            row = row with { Content = StoredJson.PackBytes(body.Bytes) };
            await session.WriteIfPossibleAsync(() => session.ExecuteAsync(InsertFormSql, row, CancellationToken.None), CancellationToken.None);
            return body;
        });
    }

    /// <summary>Reads a certified version as a caller may read it.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="part">Id of the subproject. Null for the whole project.</param>
    /// <param name="tertial">Tertial of the report.</param>
    /// <param name="version">Number of the certified version.</param>
    /// <param name="differs">Whether the current run has other figures. Null when it is not compared.</param>
    public async Task<Result<ShownReport>> FindAsync(Caller caller, string project, string? part, Tertial tertial, int version, bool? differs) =>
        (await ShownAsync(project, tertial, version, part, caller.Role, differs)).Map(report => report.For(caller));

    private async Task<Result<ShownReport>> ShownAsync(string project, Tertial tertial, int version, string? part, Role role, bool? differs) =>
        await CertifiedReports.FindAsync(session, project, tertial, version, Audiences.For(role), CancellationToken.None) is not { } certified
            ? new Fault(FaultCodes.NotFound, string.Empty)
            : certified.For(role, part) is { } shown ? shown with { DiffersFromCurrent = differs } : certified.SubprojectUnknown();

    /// <summary>Compares the version with the current run. The result is cached for the run and shared by all requests.</summary>
    public async Task<bool> DiffersAsync(string project, Tertial tertial, int version, string? part, Caller caller, ReportHead current)
    {
        var role = caller.Role;
        var k = runs.ThresholdFor(role == Role.SteeringGroup, current);

        // Who reaches parts only is shown no comment.
        var reader = caller.PartsOf(project) is null ? $"{current.CommentVersion} whole" : " parts";
        return await comparisons.FindAsync($"{project} {tertial} {version} {part} {k} {current.PublicId} {reader}", async () =>
            await CertifiedReports.FindAsync(session, project, tertial, version, Audiences.For(role), CancellationToken.None) is { } certified
            && certified.For(role, part) is { } shown
            && (await open.FindAsync(current, project, tertial, part, k, Language.Swedish, CancellationToken.None) is not { } now
                || !Restatement.Compute(shown.For(caller), now.For(caller)).IsEmpty));
    }

    private sealed record FormRow
    {
        public required string Project { get; init; }

        public required int Tertial { get; init; }

        public required int Version { get; init; }

        public required string Part { get; init; }

        public required string Audience { get; init; }

        public required string Form { get; init; }

        /// <summary>The generated format, compressed. Null when the row is only used as a lookup key.</summary>
        public byte[]? Content { get; init; }
    }
}

/// <summary>
/// Caches whether certified reports differ from current runs. The result for a pair of version and run never changes, so entries never expire.
/// </summary>
public sealed class KeptComparisons
{
    private readonly BoundedMemory<string, bool> _known = new(4096);

    /// <summary>Returns the cached result for a pair, or computes and caches it.</summary>
    public async Task<bool> FindAsync(string pair, Func<Task<bool>> compare)
    {
        if (!_known.TryFind(pair, out var differs))
        {
            differs = await compare();
            _known.Remember(pair, differs);
        }

        return differs;
    }
}
