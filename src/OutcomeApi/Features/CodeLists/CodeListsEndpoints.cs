using System.Text.Json.Serialization;
using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.CodeLists;

/// <summary><c>/code-lists/{name}</c>, <c>/projects/{project}/exit-reasons</c> and <c>/projects/{project}/follow-up-answers</c></summary>
public static class CodeListsEndpoints
{
    public static void MapCodeLists(this RouteGroupBuilder api, RouteGroupBuilder project)
    {
        api.MapGet("/code-lists/{name}", (string name, HttpContext http) =>
                Domain.Participations.CodeLists.All.TryGetValue(name, out var entries)
                    ? Results.Json(Show(http, name, $"/code-lists/{name}", entries.Select(e => CodeResource.From(e, null))), Json.Options)
                    : Problems.NotFound(http))
            .RequireAuthorization(Policies.ReadCodes)
            .WithTags("code-lists")
            .WithName("get-code-list")
            .WithSummary("Reads a code list.")
            .WithDescription($"The codes of the whole product with texts in Swedish and English. Lists: {string.Join(", ", Domain.Participations.CodeLists.All.Keys.Order())}.")
            .Produces<CodeListResource>();
        ListFidelityScales.Map(api);
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
            .WithTags("code-lists")
            .WithName($"get-project-{list}")
            .WithSummary($"Reads the {list.Replace('-', ' ')} that a project uses.")
            .WithDescription("The codes that the project has picked, with its own texts where it has renamed them and the days between which it uses them.");

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

/// <summary>A code.</summary>
public sealed record CodeResource
{
    /// <summary>Stable code.</summary>
    public required string Code { get; init; }

    /// <summary>What it is called.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>Exit reasons: how the participation ended.</summary>
    [CodeOf(typeof(Ending))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ending { get; init; }

    /// <summary>Exit reasons: occupation group as in SUS.</summary>
    [CodeOf(typeof(OccupationGroup))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Follow-up answers: the person has a functioning plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FunctioningPlan { get; init; }

    /// <summary>Follow-up answers: the person is in a functioning measure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FunctioningMeasure { get; init; }

    /// <summary>First day on which it is used; null: from the first.</summary>
    public required DateOnly? ValidFrom { get; init; }

    /// <summary>Last day on which it is used; null: to the last.</summary>
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
