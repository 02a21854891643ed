using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.ShareLinks;

/// <summary>Creates a share link.</summary>
/// <param name="Caller">Who creates it.</param>
/// <param name="To">What it leads to.</param>
/// <param name="Body">Its properties.</param>
/// <param name="FormFaults">The faults found when the body was read.</param>
public sealed record CreateShareLink(Caller Caller, LinkedTo To, ShareLinkRequest Body, IReadOnlyList<Fault> FormFaults) : ICommand<CreatedShareLink>
{
    private const string Description =
        "Returns the address of the link. This is the only response that contains it: the service stores only a hash. Whoever has the address reads the "
        + "pages as a steering group, without a key or an account, until the day named or until the link is revoked. Every opening is in the audit log. "
        + "A calendar program that subscribes to `calendar` shows the days by which something is to be done, for as long as the link works: dates and counts, "
        + "nothing of persons.";

    /// <summary>Maps <c>POST /projects/{project}/share-links</c>.</summary>
    public static void Map(RouteGroupBuilder links) =>
        Describe(links.MapPost("/", (string project, Body<ShareLinkRequest> body, HttpContext http, IMediator mediator) =>
                AnswerAsync(LinkedTo.OfProject(project), body, http, mediator)))
            .ForParts()
            .WithName("create-share-link")
            .WithSummary("Create a link to a project's pages.")
            .WithDescription(Description);

    /// <summary>Maps <c>POST /associations/{association}/share-links</c>.</summary>
    public static void MapOfAssociation(RouteGroupBuilder links) =>
        Describe(links.MapPost("/", (string association, Body<ShareLinkRequest> body, HttpContext http, IMediator mediator) =>
                AnswerAsync(LinkedTo.OfAssociation(association), body, http, mediator)))
            .WithName("create-association-share-link")
            .WithSummary("Create a link to an association's board and the pages of its projects.")
            .WithDescription(Description);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(Policies.ShareLinks)
        .Produces<ShareLinkResource>(StatusCodes.Status201Created)
        .Produces(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> AnswerAsync(LinkedTo to, Body<ShareLinkRequest> body, HttpContext http, IMediator mediator)
    {
        if (body.Value is null)
        {
            return Problems.Answer(http, body.Faults);
        }

        var result = await mediator.Send(new CreateShareLink(Caller.From(http), to, body.Value, body.Faults), http.RequestAborted);
        return Reply.Created(
            http,
            result,
            created => ShareLinkResource.From(http, to, created.Link) with
            {
                Address = http.AbsoluteUrl($"{ShareLink.Path}/{created.Token}"),
                Calendar = http.AbsoluteUrl(ShareLink.CalendarOf(created.Token)),
            },
            shown => http.UrlOf($"{to.Path}/{shown.Id}"));
    }
}

/// <summary>The properties of the share link to create.</summary>
public sealed record ShareLinkRequest
{
    /// <summary>Whom the link is for, so that the list of links can be read. No names of people.</summary>
    [MaxLength(200)]
    public string? Name { get; init; }

    /// <summary>Id of the part of the project to which the link is limited. Absent: the whole project. Not for links to associations.</summary>
    [Reference]
    public string? Subproject { get; init; }

    /// <summary>The last day on which the link works: today or within a year.</summary>
    [Required]
    public DateOnly? ValidUntil { get; init; }
}

/// <summary>A stored link, together with its token.</summary>
public sealed record CreatedShareLink(ShareLink Link, string Token);

public sealed class CreateShareLinkHandler(DbSession session, ProjectStore projects, BusinessDay day)
    : IRequestHandler<CreateShareLink, Result<CreatedShareLink>>
{
    private const string InsertSql =
        """
        INSERT INTO share_links (public_id, name, project_id, subproject, association_id, sha256, valid_until, created_at, created_by)
        VALUES (@PublicId, @Name, @ProjectId, @Subproject, @AssociationId, @Sha256, @ValidUntil, @CreatedAt, @CreatedBy)
        """;

    public async Task<Result<CreatedShareLink>> Handle(CreateShareLink request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var (to, body) = (request.To, request.Body);
        if (to.Association is not null && !to.IsWithinReach(request.Caller, null))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var faults = request.FormFaults.ToList();
        var last = day.Today.AddYears(1);
        if (body.ValidUntil is { } until && (until < day.Today || until > last))
        {
            faults.Add(new Fault(FaultCodes.NumberOutOfRange, "/validUntil", Written(day.Today), Written(last)));
        }

        var part = await PartAsync(request, ct);
        faults.AddRange(part.Faults);
        if (faults.Count > 0)
        {
            return faults;
        }

        var token = ShareLink.CreateToken();
        var link = new ShareLink
        {
            PublicId = Guid.CreateVersion7().ToString(),
            Name = body.Name,
            ProjectId = to.Project,
            Subproject = part.Value!.Subproject,
            AssociationId = to.Association,
            ValidUntil = body.ValidUntil!.Value,
            CreatedAt = day.Now,
        };
        await session.ExecuteAsync(
            InsertSql,
            new
            {
                link.PublicId,
                link.Name,
                link.ProjectId,
                link.Subproject,
                link.AssociationId,
                Sha256 = ApiKey.Hash(token),
                link.ValidUntil,
                link.CreatedAt,
                CreatedBy = request.Caller.Credential,
            },
            ct);
        await AuditLog.WriteAsync(session, new AuditEntry(request.Caller, "create", "share-link") { Project = to.Project }, day.Now, ct);
        return new CreatedShareLink(link, token);
    }

    private async Task<Result<AskedPart>> PartAsync(CreateShareLink request, CancellationToken ct)
    {
        if (request.To.Project is { } id)
        {
            string[] parts = [.. (await projects.FindAsync(session, id, ct))!.Definition.Subprojects.Select(part => part.Id)];
            return AskedPart.From(request.Caller, id, request.Body.Subproject, parts);
        }

        return request.Body.Subproject is null ? new AskedPart((string?)null) : new Fault(FaultCodes.SubprojectUnknown, "/subproject", "–");
    }

    private static string Written(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
