using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.CodeLists;

/// <summary>
/// Maps the routes of <c>/code-lists/{name}</c> and of the lists of a project: <c>/projects/{project}/exit-reasons</c>, <c>…/follow-up-answers</c>,
/// <c>…/step-kinds</c> and <c>…/referrer-units</c>.
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
        MapChosen(project, "exit-reasons", file => file.ExitReasons);
        MapChosen(project, "follow-up-answers", file => file.FollowUpAnswers);
        MapOfProject(
            project,
            "step-kinds",
            "Returns the kinds of steps that the project uses: those of the product that it has chosen, and its own with the kind that each counts as.",
            file => file.StepKinds?.Select(CodeResource.From) ?? Domain.Participations.CodeLists.All["step-kinds"].Select(e => CodeResource.From(e, null)));
        MapOfProject(
            project,
            "referrer-units",
            "Returns the units of referrers that the project names. Empty if it names none.",
            file => (file.ReferrerUnits ?? []).Select(CodeResource.From));
    }

    private static void MapChosen(RouteGroupBuilder project, string list, Func<ProjectFile, IReadOnlyList<ProjectCode>?> used) => MapOfProject(
        project,
        list,
        "Returns the codes that the project has chosen, with the texts that it has changed and the days between which it uses each "
        + "code. A project that has chosen none uses all.",
        file => used(file)?.Select(code => CodeResource.From(Domain.Participations.CodeLists.All[list].Single(e => e.Code == code.Code), code))
            ?? Domain.Participations.CodeLists.All[list].Select(e => CodeResource.From(e, null)));

    private static void MapOfProject(
        RouteGroupBuilder project, string list, string description, Func<ProjectFile, IEnumerable<CodeResource>> codesOf) =>
        project.MapGet("/" + list, async (string project, HttpContext http, DbSession session, ProjectStore projects) =>
            {
                var file = (await projects.FindAsync(session, project, http.RequestAborted))!.File;
                return TypedResults.Ok(Show(http, list, $"/projects/{project}/{list}", codesOf(file)));
            })
            .RequireAuthorization(Policies.ReadCodes)
            .ForParts()
            .WithTags("code-lists")
            .WithName($"get-project-{list}")
            .WithSummary($"List the {list.Replace("exit-", "exit ", StringComparison.Ordinal).Replace("up-", "up ", StringComparison.Ordinal)} of a project.")
            .WithDescription(description);

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

    /// <summary>The kind that a kind of the project's own also counts as. Only in a project's list of step kinds.</summary>
    [CodeOf(typeof(StepKind))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? As { get; init; }

    /// <summary>The referrer that a unit belongs to. Only in a project's list of units.</summary>
    [CodeOf(typeof(Referrer))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Referrer { get; init; }

    /// <summary>Whether a unit is an integrated treatment team. Only in a project's list of units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Integrated { get; init; }

    /// <summary>The first day on which the project uses the code; null: no limit.</summary>
    public required DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which the project uses the code; null: no limit.</summary>
    public required DateOnly? ValidTo { get; init; }

    public static CodeResource From(ProjectStepKind kind) => kind.Name is { } name
        ? new() { Code = kind.Code!, Text = name, As = kind.As, ValidFrom = null, ValidTo = null }
        : From(Domain.Participations.CodeLists.All["step-kinds"].Single(entry => entry.Code == kind.Code), null);

    public static CodeResource From(ReferrerUnitFile unit) => new()
    {
        Code = unit.Code!,
        Text = unit.Name!,
        Referrer = unit.Referrer,
        Integrated = unit.Integrated,
        ValidFrom = null,
        ValidTo = null,
    };

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
