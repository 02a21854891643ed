using System.Text;
using MediatR;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads a certified version: the bytes that were signed.</summary>
public sealed record GetVersion(string Project, Tertial Tertial, int Version) : IRequest<Result<SignedBytes>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}/versions/{version}</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/versions/{version}", async (string project, string tertial, string version, Query query, HttpContext http, IMediator mediator, CertifiedAnswers certified) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                if (ReportAddress.VersionOf(version) is not { } number)
                {
                    return ReportAddress.NoVersion(http);
                }

                if (ReportForms.FormOf(http, query) != ReportForm.Json)
                {
                    return await certified.AnswerAsync(http, query, project, wanted, number, ReportForms.LanguageOf(http, query));
                }

                var result = await mediator.Send(new GetVersion(project, wanted, number), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Answer(http, result.Faults);
                }

                http.Response.Headers.Vary = "Accept, Accept-Language";
                http.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(result.Value.Sha256))}:";
                return Results.Bytes(Encoding.UTF8.GetBytes(result.Value.Content), "application/json", entityTag: new EntityTagHeaderValue($"\"{result.Value.Sha256}\""));
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("get-report-version")
            .WithSummary("Reads a certified version of a report.")
            .WithDescription(
                "Byte for byte what was signed, for ever: canonical JSON (RFC 8785). Its SHA-256 is the ETag in hexadecimal and the Repr-Digest (RFC 9530) in base64. "
                + "Also as CSV, Excel workbook, page (HTML) or JSON-stat 2.0, by Accept or format: the frozen figures to print and to read, with the hash of what was signed.")
            .WithReportForms(new QueryParameter("subproject", "Only what belongs to this subproject. What is signed as JSON holds them all.", "sed"))
            .Produces<CertifiedReport>();
}

/// <summary>What was signed, and its hash.</summary>
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
        await session.QueryOneAsync<SignedBytes>(SelectSql, new { request.Project, Tertial = request.Tertial.Index, request.Version }, cancellationToken) is { } signed
            ? signed
            : new Fault(FaultCodes.NotFound, string.Empty);
}
