using System.Text.Json;
using OutcomeApi.Features.Participants;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Work;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>
/// The pages that erase a participant or a participation: who, then what would go, then what has gone. Who it is travels in forms only, never in an
/// address.
/// </summary>
internal static class EraseParticipant
{
    private static readonly string[] Names = ["project", "participant", "enrollmentReference"];

    /// <summary>Maps <c>GET</c> and <c>POST /administration/radera</c>, and <c>POST /administration/radera/bekrafta</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet(AdministrationPaths.Erase, (HttpRequest request) => FormAsync(request.HttpContext, Empty, [])).RequireAuthorization(Policies.Administer);
        site.MapPost(AdministrationPaths.Erase, PreviewAsync).RequireAuthorization(Policies.Administer);
        site.MapPost(AdministrationPaths.ConfirmErasure, EraseAsync).RequireAuthorization(Policies.Administer).MayTakeLong();
    }

    private static Dictionary<string, string> Empty => Names.ToDictionary(name => name, _ => string.Empty);

    private static async Task<IResult> PreviewAsync(HttpContext http, IMediator mediator)
    {
        var (filled, refused) = await ReadAsync(http);
        if (filled is null)
        {
            return refused!;
        }

        var (body, faults) = RequestOf(filled);
        var preview = await mediator.Send(new PreviewErasure(Caller.From(http), body, faults), http.RequestAborted);
        return !preview.IsSuccess
            ? await FormAsync(http, filled, preview.Faults)
            : await Site.PageAsync<ConfirmErasurePage>(http, new Dictionary<string, object?>
            {
                [nameof(ConfirmErasurePage.Form)] = SentForm.TokenOf(http),
                [nameof(ConfirmErasurePage.Filled)] = filled,
                [nameof(ConfirmErasurePage.Records)] = preview.Value.Records,
            });
    }

    private static async Task<IResult> EraseAsync(HttpContext http, IMediator mediator)
    {
        var (filled, refused) = await ReadAsync(http);
        if (filled is null)
        {
            return refused!;
        }

        var (body, faults) = RequestOf(filled);
        var erased = await mediator.Send(new CreateErasure(Caller.From(http), body, faults), http.RequestAborted);
        return erased.IsSuccess
            ? await Site.PageAsync<ErasedPage>(http, new Dictionary<string, object?> { [nameof(ErasedPage.Erased)] = erased.Value })
            : await FormAsync(http, filled, erased.Faults);
    }

    /// <summary>Reads what was filled in, or returns why that is refused.</summary>
    private static async Task<(Dictionary<string, string>? Filled, IResult? Refused)> ReadAsync(HttpContext http)
    {
        var sent = await SentForm.ReadAsync(http);
        if (!sent.IsSuccess)
        {
            return (null, Problems.Answer(http, sent.Faults));
        }

        var filled = Names.ToDictionary(name => name, name => sent.Value[name]);
        return sent.Value.IsOld ? (null, await FormAsync(http, filled, [], isOld: true)) : (filled, null);
    }

    private static (ErasureRequest Body, IReadOnlyList<Fault> Faults) RequestOf(Dictionary<string, string> filled)
    {
        var faults = new List<Fault>();
        var json = JsonSerializer.SerializeToElement(Cells.ToJson(typeof(ErasureRequest), filled));
        return (JsonBodyReader.Read<ErasureRequest>(json, string.Empty, faults), faults);
    }

    private static Task<IResult> FormAsync(HttpContext http, Dictionary<string, string> filled, IReadOnlyList<Fault> faults, bool isOld = false)
    {
        var frame = PageFrame.From(http);
        var isNobody = faults.Any(fault => fault.Code == FaultCodes.NotFound);
        var fields = FormFaults.At(FieldsOf(frame, filled), faults, frame);
        return Site.PageAsync<ErasePage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(ErasePage.Form)] = SentForm.TokenOf(http),
                [nameof(ErasePage.Fields)] = fields,
                [nameof(ErasePage.Faults)] = isOld ? [SentForm.Old(frame)]
                    : isNobody ? [frame.In(
                        "Projektet har inget under den referensen. Kontrollera projektets id och referensen, med stora och små bokstäver.",
                        "The project holds nothing under this reference. Check the id of the project and the reference, with upper and lower case.")]
                    : FormFaults.Beside(fields, faults, frame),
            },
            isOld ? StatusCodes.Status403Forbidden : faults.Count > 0 ? Problems.StatusOf(faults) : StatusCodes.Status200OK);
    }

    private static IEnumerable<FormField> FieldsOf(PageFrame frame, Dictionary<string, string> filled)
    {
        FormField Field(string name, string label, bool isRequired, string? hint) =>
            new() { Name = name, Label = label, Hint = hint, IsRequired = isRequired, Form = FieldForm.Text, Value = filled[name] };
        yield return Field("project", frame.In("Projekt (id)", "Project (id)"), true, null);
        yield return Field(
            "participant",
            FieldTexts.Name(frame, "participant"),
            false,
            frame.In(
                "Allt om personen i projektet: alla deltaganden och anvisningar.", "All about the person in the project: every participation and referral."));
        yield return Field(
            "enrollmentReference",
            frame.In("Eller ett deltagande (inskrivningens referens)", "Or one participation (reference of the enrollment)"),
            false,
            frame.In("Bara det deltagandet, till exempel ett anonymt.", "Only that participation, for example an anonymous one."));
    }
}
