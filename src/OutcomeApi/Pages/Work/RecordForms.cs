using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Work;

/// <summary>
/// The forms in which project staff register and correct records by hand. A form states what a sender would state, is checked and stored in the same way,
/// and shows the same faults at its fields.
/// </summary>
internal static class RecordForms
{
    private const string Version = "_version";

    /// <summary>Maps <c>GET</c> and <c>POST /projekt/{project}/arbete/{kind}/ny</c> and <c>…/{kind}/post/{key}</c> for each kind of record.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        const string OwnKey = "{reference}";
        Map<Referral>(site, "referrals", OwnKey);
        Map<Enrollment>(site, "enrollments", OwnKey);
        Map<Exit>(site, "exits", "{enrollmentReference}");
        Map<FollowUp>(site, "follow-ups", "{enrollmentReference}/{months}", Policies.FollowUps);
        Map<Step>(site, "steps", OwnKey);
        Map<Placement>(site, "placements", OwnKey);
        Map<JobOffer>(site, "job-offers", OwnKey);
        Map<SelfAssessment>(site, "self-assessments", OwnKey);
    }

    private static void Map<T>(RouteGroupBuilder site, string collection, string key, string policy = Policies.PersonRows)
        where T : Registration, new()
    {
        var forms = site.MapGroup("/projekt/{project}/arbete/" + collection).AddEndpointFilter<ProjectReach>();
        forms.MapGet("/ny", (string project, HttpContext http) => Of(http).NewAsync(project)).RequireAuthorization(policy).ForParts();
        forms.MapPost("/ny", (string project, HttpContext http) => Of(http).SaveAsync(project, null)).RequireAuthorization(policy).ForParts();
        forms.MapGet("/post/" + key, (string project, HttpContext http) => Of(http).OpenAsync(project, RecordEndpoints.KeyIn(http, key)))
            .RequireAuthorization(policy).ForParts();
        forms.MapPost("/post/" + key, (string project, HttpContext http) => Of(http).SaveAsync(project, RecordEndpoints.KeyIn(http, key)))
            .RequireAuthorization(policy).ForParts();

        static Form<T> Of(HttpContext http) => ActivatorUtilities.CreateInstance<Form<T>>(http.RequestServices, http);
    }

    /// <summary>The form of one kind of record.</summary>
    private sealed class Form<T>(
        HttpContext http, IMediator mediator, DbSession session, ProjectStore projects, RecordTable<T> kind)
        where T : Registration, new()
    {
        private readonly PageFrame _frame = PageFrame.From(http);

        private CancellationToken Aborted => http.RequestAborted;

        /// <summary>Shows an empty form. What the address knows already is filled in.</summary>
        public async Task<IResult> NewAsync(string project)
        {
            var definition = await FindAsync(project);
            var fields = new FormFields(typeof(T), definition, _frame);
            var known = fields.Read(http.Request.Query);
            if (kind.HasOwnReference && known["reference"].Length == 0)
            {
                known["reference"] = Guid.CreateVersion7().ToString("N");
            }

            return await PageAsync(new RecordFormShown(definition, kind.Collection) { Fields = fields.Show(known, [], isStored: false) });
        }

        /// <summary>Shows a stored record.</summary>
        public async Task<IResult> OpenAsync(string project, string key)
        {
            var found = await GetAsync(project, key);
            return found.IsSuccess ? await StoredAsync(await FindAsync(project), found.Value, null, []) : Problems.Answer(http, found.Faults);
        }

        /// <summary>Registers what a form states, or corrects the record under a key.</summary>
        public async Task<IResult> SaveAsync(string project, string? key)
        {
            var sent = await SentForm.ReadAsync(http);
            if (!sent.IsSuccess)
            {
                return Problems.Answer(http, sent.Faults);
            }

            var definition = await FindAsync(project);
            var form = sent.Value.Fields;
            var fields = new FormFields(typeof(T), definition, _frame);
            var cells = fields.Read(form);
            var page = new RecordFormShown(definition, kind.Collection) { Key = key, Version = form[Version] };
            if (sent.Value.IsOld)
            {
                return await PageAsync(
                    page with { Fields = fields.Show(cells, [], key is not null), Faults = [SentForm.Old(_frame)] }, StatusCodes.Status403Forbidden);
            }

            var caller = Caller.From(http);
            var faults = new List<Fault>();
            var request = key is null
                ? new SaveRecord<T>(caller, project, Read(fields.ToRecord(cells), faults), faults, new Sending())
                : new SaveRecord<T>(caller, project, new T(), [], new Sending
                {
                    PutTo = key,
                    Patch = JsonSerializer.SerializeToElement(fields.ToPatch(cells)),
                    IfMatch = new EntityTagCondition(new EntityTags([$"\"{page.Version}\""]), null),
                });
            var saved = await request.SendAsync(mediator, kind, Aborted);
            if (saved.IsSuccess)
            {
                var shown = await GetAsync(project, kind.KeyOf(saved.Value.Record.Registration)!);
                return await StoredAsync(definition, shown.IsSuccess ? shown.Value : saved.Value.Record, saved.Value.Outcome, saved.Value.Warnings);
            }

            var stale = saved.Faults.Any(fault => fault.Code == FaultCodes.VersionStale) ? await GetAsync(project, key!) : null;
            var taken = key is null && saved.Faults.Any(fault => fault.Code is FaultCodes.ContentDiffers or FaultCodes.SecondExit);
            return await PageAsync(
                page with
                {
                    Version = stale?.Value?.Row.Version.ToString(CultureInfo.InvariantCulture) ?? page.Version,
                    Fields = fields.Show(cells, saved.Faults, key is not null, stale?.Value is { } now ? FormFields.Of(Content.From(now.Registration)) : null),
                    Faults = stale is not null ? [_frame.In(
                            "Uppgiften har ändrats under tiden. Vid varje fält som skiljer sig står vad som är sparat nu. Spara igen om ditt ska gälla.",
                            "The record has been changed meanwhile. What is stored now stands at every field that differs. Save again to keep yours.")]
                        : taken ? [_frame.In(
                            "Det finns redan en uppgift med den referensen, och den säger något annat. Öppna den för att rätta den.",
                            "There is a record under this reference already, and it says something else. Open it to correct it.")]
                        : fields.Others(saved.Faults, key is not null),
                    Taken = taken ? kind.KeyOf(request.Registration) : null,
                },
                Problems.StatusOf(saved.Faults));
        }

        private async Task<ProjectDefinition> FindAsync(string project) => (await projects.FindAsync(session, project, Aborted))!.Definition;

        private Task<Result<Stored<T>>> GetAsync(string project, string key) =>
            mediator.Send(new GetRecord<T>(Caller.From(http), project, key, null), Aborted);

        private static T Read(JsonObject record, List<Fault> faults) =>
            JsonBodyReader.Read<T>(JsonSerializer.SerializeToElement(record), string.Empty, faults);

        private Task<IResult> StoredAsync(ProjectDefinition project, Stored<T> stored, SaveOutcome? outcome, IReadOnlyList<Fault> warnings) =>
            PageAsync(new RecordFormShown(project, kind.Collection)
            {
                Key = kind.KeyOf(stored.Registration),
                Version = stored.Row.Version.ToString(CultureInfo.InvariantCulture),
                Fields = new FormFields(typeof(T), project, _frame).Show(FormFields.Of(Content.From(stored.Registration)), [], isStored: true),
                Outcome = outcome,
                Warnings = ProblemError.TextsOf(warnings, _frame.Texts.Language),
            });

        private Task<IResult> PageAsync(RecordFormShown shown, int status = StatusCodes.Status200OK) => Site.PageAsync<RecordFormPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(RecordFormPage.Shown)] = shown,
                [nameof(RecordFormPage.Form)] = SentForm.TokenOf(http),
            },
            status);
    }
}

/// <summary>A form as it is shown.</summary>
/// <param name="Project">The project.</param>
/// <param name="Collection">The kind of record, as paths name it.</param>
public sealed record RecordFormShown(ProjectDefinition Project, string Collection)
{
    /// <summary>Key of the stored record. Null for a new one.</summary>
    public string? Key { get; init; }

    /// <summary>The version that is shown. Null for a new record.</summary>
    public string? Version { get; init; }

    public IReadOnlyList<FormField> Fields { get; init; } = [];

    /// <summary>What is wrong and belongs to no field.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What is worth checking in what has been saved.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What has just become of the record. Null: nothing was sent.</summary>
    public SaveOutcome? Outcome { get; init; }

    /// <summary>Key of another record that has taken the reference. Null: none has.</summary>
    public string? Taken { get; init; }
}
