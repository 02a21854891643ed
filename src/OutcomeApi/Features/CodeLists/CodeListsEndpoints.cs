using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.CodeLists;

/// <summary>
/// Maps the routes of <c>/code-lists/{name}</c>, <c>/projects/{project}/exit-reasons</c> and <c>/projects/{project}/follow-up-answers</c>.
/// </summary>
public static class CodeListsEndpoints
{
    public static void MapCodeLists(this RouteGroupBuilder api, RouteGroupBuilder project)
    {
        api.MapGet("/code-lists/{name}", (string name, HttpContext http) =>
                Domain.Participations.CodeLists.All.TryGetValue(name, out var entries)
                    ? Reply.Ok(Show(http, name, $"/code-lists/{name}", entries.Select(e => CodeResource.From(e, null))))
                    : Problems.NotFound(http))
            .RequireAuthorization(Policies.ReadCodes)
            .WithTags("code-lists")
            .WithName("get-code-list")
            .WithSummary("Get a code list.")
            .WithDescription(
                "Returns the codes of a list, with texts in Swedish and English. The codes are the same for all projects. "
                + $"Lists: {string.Join(", ", Domain.Participations.CodeLists.All.Keys.Order())}.")
            .Produces<CodeListResource>();
        ListFidelityScales.Map(api);
        ListInstruments.Map(api);
        MapOfProject(project, "exit-reasons", file => file.ExitReasons);
        MapOfProject(project, "follow-up-answers", file => file.FollowUpAnswers);
    }

    private static void MapOfProject(RouteGroupBuilder project, string list, Func<ProjectFile, IReadOnlyList<ProjectCode>?> used) =>
        project.MapGet("/" + list, async (string project, HttpContext http, DbSession session, ProjectStore projects) =>
            {
                var file = (await projects.FindAsync(session, project, http.RequestAborted))!.File;
                var entries = Domain.Participations.CodeLists.All[list];
                var codes = used(file)?.Select(code => CodeResource.From(entries.Single(e => e.Code == code.Code), code))
                    ?? entries.Select(e => CodeResource.From(e, null));
                return TypedResults.Ok(Show(http, list, $"/projects/{project}/{list}", codes));
            })
            .RequireAuthorization(Policies.ReadCodes)
            .ForParts()
            .WithTags("code-lists")
            .WithName($"get-project-{list}")
            .WithSummary($"List the {list.Replace('-', ' ')} of a project.")
            .WithDescription(
                "Returns the codes that the project has chosen, with the texts that it has changed and the days between which it uses each "
                + "code. A project that has chosen none uses all.");

    private static CodeListResource Show(HttpContext http, string name, string path, IEnumerable<CodeResource> codes) =>
        new() { Name = name, Items = [.. codes], Links = new SelfLinks(new Link(http.UrlOf(path))) };
}

/// <summary>A code list.</summary>
public sealed record CodeListResource
{
    /// <summary>Name of the list.</summary>
    public required string Name { get; init; }

    /// <summary>The codes.</summary>
    public required IReadOnlyList<CodeResource> Items { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A code of a code list.</summary>
public sealed record CodeResource
{
    /// <summary>The stable code.</summary>
    public required string Code { get; init; }

    /// <summary>The text of the code.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>How the participation ended. Only in the list of exit reasons.</summary>
    [CodeOf(typeof(Ending))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ending { get; init; }

    /// <summary>The occupation group, as defined in SUS. Only in the list of exit reasons.</summary>
    [CodeOf(typeof(OccupationGroup))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Whether the answer means that the person has a functioning plan. Only in the list of follow-up answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FunctioningPlan { get; init; }

    /// <summary>Whether the answer means that the person is in a functioning measure. Only in the list of follow-up answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FunctioningMeasure { get; init; }

    /// <summary>The first day on which the project uses the code; null: no limit.</summary>
    public required DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which the project uses the code; null: no limit.</summary>
    public required DateOnly? ValidTo { get; init; }

    public static CodeResource From(CodeEntry entry, ProjectCode? used) => new()
    {
        Code = entry.Code,
        Text = used?.Text ?? entry.Text,
        Ending = entry.Ending is { } ending ? Domain.Participations.Code.Format(ending) : null,
        Group = entry.Group is { } group ? Domain.Participations.Code.Format(group) : null,
        FunctioningPlan = entry.FunctioningPlan,
        FunctioningMeasure = entry.FunctioningMeasure,
        ValidFrom = used?.ValidFrom,
        ValidTo = used?.ValidTo,
    };
}
