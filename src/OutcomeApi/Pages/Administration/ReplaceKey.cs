using System.Text.Json;
using OutcomeApi.Features.Administration;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Work;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>The page that replaces an API key. The page that answers it is the only one that shows the new key.</summary>
internal static class ReplaceKey
{
    private const string Overlap = "overlapHours";

    private const string LastDay = "expiresOn";

    /// <summary>Maps <c>GET</c> and <c>POST /administration/nycklar/{keyId}/byt</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet(AdministrationPaths.Replace("{keyId}"), async (string keyId, HttpContext http, IMediator mediator, BusinessDay day) =>
                await ShowKeys.FindAsync(mediator, day, keyId, http.RequestAborted) is { CanBeReplaced: true } shown
                    ? await FormAsync(http, shown, "24", string.Empty, [])
                    : Problems.NotFound(http))
            .RequireAuthorization(Policies.Administer);
        site.MapPost(AdministrationPaths.Replace("{keyId}"), ReplaceAsync).RequireAuthorization(Policies.Administer);
    }

    private static async Task<IResult> ReplaceAsync(string keyId, HttpContext http, IMediator mediator, BusinessDay day)
    {
        var sent = await SentForm.ReadAsync(http);
        if (!sent.IsSuccess)
        {
            return Problems.Answer(http, sent.Faults);
        }

        if (await ShowKeys.FindAsync(mediator, day, keyId, http.RequestAborted) is not { CanBeReplaced: true } shown)
        {
            return Problems.NotFound(http);
        }

        var (hours, last) = (sent.Value[Overlap], sent.Value[LastDay]);
        if (sent.Value.IsOld)
        {
            return await FormAsync(http, shown, hours, last, [], isOld: true);
        }

        var faults = new List<Fault>();
        var body = JsonBodyReader.Read<ApiKeyRotation>(
            JsonSerializer.SerializeToElement(Cells.ToJson(typeof(ApiKeyRotation), [new(Overlap, hours), new(LastDay, last)])), string.Empty, faults);
        var created = await mediator.Send(new RotateApiKey(Caller.From(http), keyId, body, faults), http.RequestAborted);
        return created.IsSuccess ? await MakeKey.NewKeyAsync(http, created.Value, shown) : await FormAsync(http, shown, hours, last, created.Faults);
    }

    private static Task<IResult> FormAsync(HttpContext http, ShownKey shown, string hours, string last, IReadOnlyList<Fault> faults, bool isOld = false)
    {
        var frame = PageFrame.From(http);
        var fields = FormFaults.At(
            [
                new FormField
                {
                    Name = Overlap,
                    Form = FieldForm.Number,
                    Value = hours,
                    Label = frame.In("Timmar då båda nycklarna gäller", "Hours during which both keys work"),
                    Hint = frame.In("0: den gamla slutar gälla genast. Tomt: 24.", "0: the old one stops at once. Empty: 24."),
                },
                new FormField
                {
                    Name = LastDay,
                    Label = frame.In("Den nya nyckelns sista dag", "Last day of the new key"),
                    Form = FieldForm.Date,
                    Value = last,
                    Hint = frame.In("Tomt: som den gamla nyckelns.", "Empty: that of the old key."),
                },
            ],
            faults,
            frame);
        return Site.PageAsync<ReplaceKeyPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(ReplaceKeyPage.Shown)] = shown,
                [nameof(ReplaceKeyPage.Form)] = SentForm.TokenOf(http),
                [nameof(ReplaceKeyPage.Fields)] = fields,
                [nameof(ReplaceKeyPage.Faults)] = isOld ? [SentForm.Old(frame)] : FormFaults.Beside(fields, faults, frame),
            },
            isOld ? StatusCodes.Status403Forbidden : faults.Count > 0 ? Problems.StatusOf(faults) : StatusCodes.Status200OK);
    }
}
