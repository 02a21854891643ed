using System.Globalization;
using System.Text;
using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Features.Goals;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>
/// The page of a goal: every version in plain words, and for the secretariat a form that shows what a changed definition would change, and saves it as a
/// new version.
/// </summary>
internal static class ShowGoal
{
    private const string DefinitionField = "definition";

    private const string VersionField = "_version";

    private static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true };

    /// <summary>Maps <c>GET</c> and <c>POST /kansli/{project}/mal/{key}</c>, and <c>POST …/{key}/prova</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        var goal = site.MapGroup(GoalPaths.Goal("{project}", "{key}")).AddEndpointFilter<ProjectReach>();
        goal.MapGet("/", ReadAsync).RequireAuthorization(Policies.Figures).ForParts();
        goal.MapPost("/", SaveAsync).RequireAuthorization(Policies.DefineProjects).MayTakeLong();
        goal.MapPost("/prova", PreviewAsync).RequireAuthorization(Policies.DefineProjects).MayTakeLong().IsCostly();
    }

    private static async Task<IResult> ReadAsync(string project, string key, int? sparad, HttpContext http) =>
        await FindAsync(http, project, key) is { } shown ? await PageAsync(http, shown with { Saved = sparad }) : Problems.NotFound(http);

    private static async Task<IResult> SaveAsync(string project, string key, HttpContext http, IMediator mediator)
    {
        var (sent, definition, answer) = await ReadFormAsync(http, project, key);
        if (sent is null)
        {
            return answer!;
        }

        var saved = await mediator.Send(
            new PutGoal(Caller.From(http), project, key, definition, ConditionOf(sent)), http.RequestAborted);
        return saved.IsSuccess
            ? Site.GoTo(GoalPaths.Saved(project, key, saved.Value.Goal.Version.Version))
            : await RefusedAsync(http, sent, saved.Faults);
    }

    private static async Task<IResult> PreviewAsync(string project, string key, HttpContext http, IMediator mediator)
    {
        var (sent, definition, answer) = await ReadFormAsync(http, project, key);
        if (sent is null)
        {
            return answer!;
        }

        var previewed = await mediator.Send(new PreviewGoal(project, key, definition, ConditionOf(sent)), http.RequestAborted);
        return previewed.IsSuccess
            ? await PageAsync(http, sent with
            {
                Previewed = previewed.Value.Goal.Version,
                Preview = previewed.Value.Compare(PageFrame.From(http).Texts.Language),
            })
            : await RefusedAsync(http, sent, previewed.Faults);
    }

    /// <summary>Reads the form and its JSON. The answer is null if it can be read.</summary>
    private static async Task<(GoalShown? Sent, JsonElement Definition, IResult? Answer)> ReadFormAsync(HttpContext http, string project, string key)
    {
        var form = await SentForm.ReadAsync(http);
        if (!form.IsSuccess)
        {
            return (null, default, Problems.Answer(http, form.Faults));
        }

        if (await FindAsync(http, project, key) is not { } shown)
        {
            return (null, default, Problems.NotFound(http));
        }

        var sent = shown with { Text = form.Value[DefinitionField], Version = form.Value[VersionField] };
        if (form.Value.IsOld)
        {
            return (null, default, await PageAsync(http, sent with { Old = true }, StatusCodes.Status403Forbidden));
        }

        var (json, malformed) = BodyReader.Parse(Encoding.UTF8.GetBytes(sent.Text));
        var fault = malformed ?? (json.ValueKind == JsonValueKind.Object ? null : new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object"));
        return fault is null ? (sent, json, null) : (null, default, await RefusedAsync(http, sent, [fault]));
    }

    /// <summary>Returns the condition that the stored version is still the one that the form shows. Null when the form shows none.</summary>
    private static EntityTagCondition? ConditionOf(GoalShown sent) =>
        sent.Version.Length == 0 ? null : new EntityTagCondition(new EntityTags([$"\"{sent.Version}\""]), null);

    /// <summary>Shows the form again with what is wrong. Who comes second sees what is stored now, and the next attempt is about that version.</summary>
    private static Task<IResult> RefusedAsync(HttpContext http, GoalShown sent, IReadOnlyList<Fault> faults)
    {
        var isStale = faults.Any(fault => fault.Code is FaultCodes.VersionStale or FaultCodes.IfMatchRequired);
        return PageAsync(
            http,
            isStale
                ? sent with { Meanwhile = sent.StoredText, Version = sent.StoredVersion }
                : sent with { Faults = ProblemError.From(faults, PageFrame.From(http).Texts.Language) },
            Problems.StatusOf(faults));
    }

    /// <summary>Finds a goal with all its versions. Null when the project has never had it.</summary>
    private static async Task<GoalShown?> FindAsync(HttpContext http, string project, string key)
    {
        var services = http.RequestServices;
        var session = services.GetRequiredService<DbSession>();
        var stored = await services.GetRequiredService<ProjectStore>().FindAsync(session, project, http.RequestAborted);
        var all = await GoalStore.AllAsync(session, project, http.RequestAborted);
        StoredGoal[] versions = [.. all.Where(goal => goal.Version.Key == key).OrderByDescending(goal => goal.Version.Version)];
        if (versions.Length == 0)
        {
            return null;
        }

        var caller = Caller.From(http);
        var newest = versions[0];
        return new GoalShown
        {
            Project = stored!.Definition,
            Key = key,
            Versions = [.. versions.Select(goal => goal.Version)],
            Others = GoalStore.Stated(all),
            MayChange = Policies.Roles[Policies.DefineProjects].Contains(caller.Role) && caller.PartsOf(project) is null,
            Text = Written(versions.First(goal => goal.Definition is not null).Definition!.Value),
            StoredText = newest.Definition is { } definition ? Written(definition) : string.Empty,
            Version = VersionOf(newest),
            StoredVersion = VersionOf(newest),
        };

        // A closed goal is opened again like a new one, without a condition.
        static string VersionOf(StoredGoal goal) =>
            goal.Definition is null ? string.Empty : goal.Version.Version.ToString(CultureInfo.InvariantCulture);
    }

    private static Task<IResult> PageAsync(HttpContext http, GoalShown shown, int status = StatusCodes.Status200OK) => Site.PageAsync<GoalPage>(
        http,
        new Dictionary<string, object?> { [nameof(GoalPage.Shown)] = shown, [nameof(GoalPage.Form)] = SentForm.TokenOf(http) },
        status);

    private static string Written(JsonElement definition) => JsonSerializer.Serialize(definition, Indented);
}

/// <summary>A goal on its page.</summary>
public sealed record GoalShown
{
    public required ProjectDefinition Project { get; init; }

    public required string Key { get; init; }

    /// <summary>The versions, newest first.</summary>
    public required IReadOnlyList<GoalVersion> Versions { get; init; }

    /// <summary>The goals that the definition may refer to.</summary>
    public required IReadOnlyList<GoalDefinition> Others { get; init; }

    /// <summary>Whether the reader may change the goal.</summary>
    public required bool MayChange { get; init; }

    /// <summary>The JSON in the form.</summary>
    public required string Text { get; init; }

    /// <summary>Number of the version that the form changes. Empty when there is none, or when it closes the goal.</summary>
    public required string Version { get; init; }

    /// <summary>The JSON that is stored now. Empty when the goal is closed.</summary>
    public required string StoredText { get; init; }

    /// <summary>Number of the version that is stored now. Empty when the goal is closed.</summary>
    public required string StoredVersion { get; init; }

    /// <summary>Number of the version that has just been saved. Null when none has.</summary>
    public int? Saved { get; init; }

    /// <summary>The JSON that somebody else has stored meanwhile, empty if that closed the goal. Null when nobody has changed it.</summary>
    public string? Meanwhile { get; init; }

    /// <summary>Whether the form was open for too long.</summary>
    public bool Old { get; init; }

    /// <summary>What is wrong with the definition, each with its place.</summary>
    public IReadOnlyList<ProblemError> Faults { get; init; } = [];

    /// <summary>The version that would be saved. Null when nothing has been tried.</summary>
    public GoalVersion? Previewed { get; init; }

    /// <summary>What it would change. Null when nothing has been tried.</summary>
    public GoalPreview? Preview { get; init; }
}
