using System.Text;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads a certified version: the bytes that were signed.</summary>
public sealed record GetVersion(string Project, Tertial Tertial, int Version) : IRequest<Result<SignedBytes>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}/versions/{version}</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/versions/{version}", async (string project, string tertial, string version, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                if (ReportAddress.VersionOf(version) is not { } number)
                {
                    return ReportAddress.NoVersion(http);
                }

                var result = await mediator.Send(new GetVersion(project, wanted, number), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Of(http, result.Faults);
                }

                http.Response.Headers.ETag = $"\"{result.Value.Sha256}\"";
                http.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(result.Value.Sha256))}:";
                return Results.Bytes(Encoding.UTF8.GetBytes(result.Value.Content), "application/json");
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("get-report-version")
            .WithSummary("Reads a certified version of a report.")
            .WithDescription(
                "Byte for byte what was signed, for ever: canonical JSON (RFC 8785). Its SHA-256 is the ETag in hexadecimal and the Repr-Digest (RFC 9530) in base64.")
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
