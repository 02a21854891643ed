using System.Text;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads the signed bytes of a certified version.</summary>
public sealed record GetVersion(string Project, Tertial Tertial, int Version) : IRequest<Result<SignedBytes>>
{
    private static readonly QueryParameter<string?> Subproject = QueryParameter.OfText(
        "subproject", "Returns only the figures of this subproject. Ignored for JSON: the signed JSON contains all subprojects.", "sed");

    /// <summary>Maps <c>GET /projects/{project}/tertial-reports/{tertial}/versions/{version}</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/versions/{version}", async (
                string project, Tertial tertial, string version, Query query, HttpContext http, IMediator mediator, CertifiedAnswers certified) =>
            {
                if (ReportAddress.VersionOf(version) is not { } number)
                {
                    return ReportAddress.NoVersion(http);
                }

                if (ReportForms.FormOf(http, query) != ReportForm.Json)
                {
                    return await certified.AnswerAsync(http, query, project, query.Value(Subproject), tertial, number, ReportForms.LanguageOf(http, query));
                }

                var result = await mediator.Send(new GetVersion(project, tertial, number), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Answer(http, result.Faults);
                }

                http.Response.Headers.Vary = "Accept, Accept-Language";
                http.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(result.Value.Sha256))}:";
                return Results.Bytes(
                    Encoding.UTF8.GetBytes(result.Value.Content), "application/json", entityTag: new EntityTagHeaderValue($"\"{result.Value.Sha256}\""));
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("get-report-version")
            .WithSummary("Get a certified version of a tertial report.")
            .WithDescription(
                "Returns the signed bytes: canonical JSON (RFC 8785) that never changes. "
                + "The SHA-256 of the bytes is the ETag (hexadecimal) and the Repr-Digest (RFC 9530, base64). "
                + "The frozen figures are also available as CSV, Excel workbook, HTML page or JSON-stat 2.0, "
                + "chosen with the Accept header or the format parameter. These formats include the SHA-256 of the signed bytes.")
            .WithReportForms(Subproject)
            .Produces<CertifiedReport>();
}

/// <summary>The signed bytes of a version, as text, with their SHA-256 in hexadecimal.</summary>
public sealed record SignedBytes
{
    public required string Content { get; init; }

    public required string Sha256 { get; init; }
}

public sealed class GetVersionHandler(DbSession session) : IRequestHandler<GetVersion, Result<SignedBytes>>
{
    private const string SelectSql =
        "SELECT content, sha256 FROM certified_reports WHERE project_id = @Project AND tertial = @Tertial AND version = @Version";

    public async Task<Result<SignedBytes>> Handle(GetVersion request, CancellationToken cancellationToken) =>
        await session.QueryOneAsync<SignedBytes>(
            SelectSql, new { request.Project, Tertial = request.Tertial.Index, request.Version }, cancellationToken) is { } signed
            ? signed
            : new Fault(FaultCodes.NotFound, string.Empty);
}
